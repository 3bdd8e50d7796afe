// The worker that reads a visitor's own files. It is not the one that trains: a run goes on meanwhile, and what becomes of a
// file is nothing to it.
import { expose } from 'comlink';
import { decodePicture } from './decode-picture';
import { startReader } from './reader-package';
import { Reading } from './reading';

expose(new Reading(startReader, decodePicture));
