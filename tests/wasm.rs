//! The core as WebAssembly, in a browser (`cargo xtask test --only wasm`): what natively was asserted holds there too.
#![cfg(target_arch = "wasm32")]

mod pinned;

use wasm_bindgen_test::wasm_bindgen_test;

/// The page ships SIMD builds alone; testing another one would prove nothing about it.
const _: () = assert!(cfg!(target_feature = "simd128"));

#[wasm_bindgen_test]
fn every_random_stream_begins_as_it_does_natively() {
    pinned::assert_streams();
}

#[wasm_bindgen_test]
fn training_gives_the_losses_it_gives_natively() {
    pinned::assert_run();
}
