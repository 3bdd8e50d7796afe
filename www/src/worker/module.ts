// The compiled core, or the one reason why there is none.
import { WorkerFailure } from './failure';

/** So long the core may take to arrive. */
export const PATIENCE_MS = 30_000;

/** Compiles the module while it arrives. What arrived damaged is asked for once more, past what the browser keeps. */
export async function compiled(address: string): Promise<WebAssembly.Module> {
  try {
    return await arrived(address, 'default');
  } catch (thrown) {
    if (!(thrown instanceof WorkerFailure) || thrown.code !== 'wasm_damaged') throw thrown;
    return arrived(address, 'reload');
  }
}

/** Whatever belongs to the core, unless it takes too long. */
export async function inTime<T>(asked: Promise<T>, giveUp: () => void = () => {}): Promise<T> {
  let patience: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    patience = setTimeout(() => {
      reject(missing('late', { seconds: PATIENCE_MS / 1000 }));
      giveUp();
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(patience);
  }
}

export function missing(reason: string, params: Record<string, string | number> = {}) {
  return new WorkerFailure('wasm_missing', { reason, params });
}

/** A script that belongs to the core did not come. */
export function asMissing(thrown: unknown): never {
  throw thrown instanceof WorkerFailure ? thrown : missing('network', { detail: String(thrown) });
}

function arrived(address: string, cache: RequestCache): Promise<WebAssembly.Module> {
  const abort = new AbortController();
  return inTime(compiledFrom(address, { cache, signal: abort.signal }), () => abort.abort());
}

async function compiledFrom(address: string, options: RequestInit): Promise<WebAssembly.Module> {
  const response = await fetch(address, options).catch((thrown: unknown) => {
    throw missing('network', { detail: String(thrown) });
  });
  if (!response.ok) throw missing('status', { status: response.status });
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('text/html')) throw missing('page');
  try {
    // Compiled while it arrives, where the host names the type; else afterwards.
    return type.startsWith('application/wasm')
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (thrown) {
    throw whyNotCompiled(thrown);
  }
}

/** Browsers word it each in their own way; all name the policy. */
const OF_POLICY = /content security policy|\bCSP\b|unsafe-eval/i;

function whyNotCompiled(thrown: unknown): WorkerFailure {
  const params = { detail: String(thrown) };
  if (OF_POLICY.test(params.detail)) return new WorkerFailure('wasm_policy', { params });
  if (thrown instanceof WebAssembly.CompileError)
    return new WorkerFailure('wasm_damaged', { params });
  return missing('network', params);
}
