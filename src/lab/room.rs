//! Room in memory, asked for before anything is made: what does not fit is refused while nothing has changed. A browser may
//! give a page little, and an allocation that fails on the way would end the engine.

use std::hint::black_box;

use super::infer::PIECE;
use crate::error::{LabError, Result};
use crate::model::Autoencoder;
use crate::num::gemm::PANEL;

/// Threads may each have a gradient of a unit; there are not more of them in a page.
const MOST_THREADS: usize = 8;
const FLOAT_BYTES: usize = size_of::<f32>();

/// So much at once can be had.
///
/// # Errors
/// `NoMemory`.
pub fn make_room(bytes: usize) -> Result<()> {
    let mut room: Vec<u8> = Vec::new();
    let had = room.try_reserve_exact(bytes);
    // Asked for and given back unused, it would not be asked for at all.
    black_box(&mut room);
    had.map_err(|_| LabError::NoMemory { mebibytes: bytes.div_ceil(1 << 20) })
}

/// A model with what looking at it takes.
pub(super) fn for_model(wiring: &Autoencoder) -> Result<()> {
    floats(wiring.layout().len().saturating_add(pass(wiring, PIECE)))
}

/// What training it takes beside.
pub(super) fn for_training(wiring: &Autoencoder, batch: usize) -> Result<()> {
    let moments_and_transposed = 3 * wiring.layout().len();
    floats(moments_and_transposed.saturating_add(for_batch(wiring, batch)))
}

/// What a step takes beside weights and moments.
pub(super) fn for_larger_batch(wiring: &Autoencoder, batch: usize) -> Result<()> {
    floats(for_batch(wiring, batch))
}

/// Weights and moments as tensors, and those as a file.
pub(super) fn for_checkpoint(wiring: &Autoencoder) -> Result<()> {
    floats(6 * wiring.layout().len())
}

fn for_batch(wiring: &Autoencoder, batch: usize) -> usize {
    let widest = wiring.ops().map(|op| op.outputs()).max().unwrap_or(0).max(wiring.spec().pixels());
    2 * pass(wiring, batch) + MOST_THREADS * PANEL * (batch + widest)
}

/// Activations of a pass, an upper bound: rows are padded to whole panels.
fn pass(wiring: &Autoencoder, rows: usize) -> usize {
    let spec = wiring.spec();
    let outputs: usize = wiring.ops().map(|op| op.outputs() + 2 * PANEL).sum();
    rows * (spec.pixels() + outputs + 4 * (spec.latent + 2 * PANEL))
}

fn floats(count: usize) -> Result<()> {
    make_room(count.saturating_mul(FLOAT_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{RunConfig, Session};

    #[test]
    fn is_more_than_there_can_be_refused_with_how_much_it_is() {
        let error = make_room(usize::MAX / 2).unwrap_err();
        assert_eq!(error.code(), "no_memory");
        assert!(matches!(error, LabError::NoMemory { mebibytes } if mebibytes == (usize::MAX / 2).div_ceil(1 << 20)));
        make_room(1 << 20).unwrap();
        make_room(0).unwrap();
    }

    #[test]
    fn is_a_checkpoint_within_the_room_that_is_asked_for() {
        let session = Session::open(RunConfig::default(), crate::data::digits8x8(), None).unwrap();
        let wiring = Autoencoder::new(session.spec().clone().check().unwrap());
        let floats_of_a_file = session.checkpoint().unwrap().len() / FLOAT_BYTES;
        assert!(floats_of_a_file < 6 * wiring.layout().len());
    }
}
