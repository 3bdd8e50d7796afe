// Workers import the builds as modules; everything timed runs in browsers of today.
export default { build: { target: 'esnext' }, worker: { format: 'es' } };
