//! Room in memory, asked for before anything is made: what does not fit is refused while nothing has changed. A browser may
//! give a page little, and an allocation that fails on the way would end the engine.

use std::hint::black_box;

use crate::error::{LabError, Result};
use crate::model::Autoencoder;
use crate::num::gemm::PANEL;

/// Threads may each have a gradient of a unit; there are not more of them in a page.
const MOST_THREADS: usize = 8;
/// Buffers as large as the weights that training takes: two moments, and the weights transposed.
pub(super) const TRAINED: usize = 3;
const FLOAT_BYTES: usize = size_of::<f32>();

/// So much at once can be had.
///
/// # Errors
/// `NoMemory`.
pub(crate) fn make_room(bytes: usize) -> Result<()> {
    let mut room: Vec<u8> = Vec::new();
    let had = room.try_reserve_exact(bytes);
    // Asked for and given back unused, it would not be asked for at all.
    black_box(&mut room);
    had.map_err(|_| LabError::NoMemory { mebibytes: bytes.div_ceil(1 << 20) })
}

/// So many buffers as large as the model's weights, and passes of so many rows: the weights and a pass to look at them, or
/// moments and transposed weights with a pass forward and one backward. An upper bound: rows are padded to whole panels.
///
/// # Errors
/// `NoMemory`.
pub(super) fn make_room_for(wiring: &Autoencoder, buffers: usize, rows: usize) -> Result<()> {
    let spec = wiring.spec();
    let (mut row, mut widest) = (spec.pixels() + 4 * (spec.latent + 2 * PANEL), spec.pixels());
    for op in wiring.ops() {
        row += op.outputs() + 2 * PANEL;
        widest = widest.max(op.outputs());
    }
    let gradients = MOST_THREADS * PANEL * (rows + widest);
    make_room((buffers * wiring.layout().len() + rows * row + gradients) * FLOAT_BYTES)
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
