//! Threads on the web: workers on one shared memory meet at one crew.

use std::sync::{Arc, LazyLock};

use wasm_bindgen::prelude::wasm_bindgen;

use crate::train::{Crew, Team};

/// The crew of this memory: statics are shared by every worker on it.
static CREW: LazyLock<Arc<Crew>> = LazyLock::new(Arc::default);

/// The calling worker's thread and the first `size − 1` helpers.
pub fn team(size: u32) -> Team {
    if cfg!(target_feature = "atomics") { Team::of(Arc::clone(&CREW), size as usize) } else { Team::solo() }
}

/// A helper worker's life: takes part in training as thread `index` (1, 2, …). Returns only when training is abandoned;
/// else end it by ending the worker, together with the one that trains. When it throws, `abandonTraining`.
#[wasm_bindgen(js_name = helpTraining)]
pub fn help_training(index: u32) {
    CREW.work(index as usize);
}

/// A thread of this memory has failed: whoever waits for it, or for the next step, stops instead of waiting for ever, and
/// no step is made here any more. A panic says so itself; whoever catches a trap says it by this.
#[wasm_bindgen(js_name = abandonTraining)]
pub fn abandon_training() {
    if cfg!(target_feature = "atomics") {
        CREW.abandon();
    }
}

/// How this build adds products: `strict` rounds after each operation, the same bits everywhere; `relaxed` may fuse.
#[wasm_bindgen]
pub fn arithmetic() -> String {
    if cfg!(target_feature = "relaxed-simd") { "relaxed" } else { "strict" }.to_owned()
}

/// Whether this build can run on more than one thread.
#[wasm_bindgen(js_name = supportsThreads)]
pub fn supports_threads() -> bool {
    cfg!(target_feature = "atomics")
}
