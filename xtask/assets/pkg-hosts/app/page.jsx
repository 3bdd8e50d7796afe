'use client';
// Rendered on the server first, where the package is imported too and nothing of it is called.
import { useEffect } from 'react';
import { experimentAndPost } from '../experiment.js';

export default function Page() {
  useEffect(() => void experimentAndPost(), []);
  return <p>An experiment</p>;
}
