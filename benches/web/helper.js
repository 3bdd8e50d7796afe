// A thread that helps: it starts the same module on the same memory and never comes back.
self.onmessage = async ({ data }) => {
  const glue = await import(/* @vite-ignore */ data.glue);
  await glue.default({ module_or_path: data.module, memory: data.memory });
  self.postMessage('ready');
  glue.helpTraining(data.index);
};
