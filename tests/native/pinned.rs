//! The values that must be the same natively and on wasm, here natively.

use crate::pinned_values;

#[test]
fn every_stream_starts_as_pinned() {
    pinned_values::assert_streams();
}

#[test]
fn a_run_has_the_pinned_losses_and_weights() {
    pinned_values::assert_run();
}
