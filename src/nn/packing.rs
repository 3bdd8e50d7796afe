//! Images from rows to blocks, side by side, and back: what stands between dense layers and convolutions. No parameters.
//!
//! `y = x`, in another order — rows: (B, C·H·W), planes as PyTorch's `Flatten` leaves them; blocks: [H·W][C][8], of
//! [`crate::num::conv`]. Gradient: the other way round.

use super::Activation;
use crate::num::Real;
use crate::num::conv;
use crate::num::gemm::{Matrix, MatrixMut};

#[derive(Clone, Debug)]
pub struct Packing {
    pub channels: usize,
    /// Numbers of an image.
    pub len: usize,
    /// From rows to blocks; else back.
    pub into_blocks: bool,
}

impl Packing {
    pub fn forward<T: Real>(&self, x: Matrix<T>, y: MatrixMut<T>) {
        if self.into_blocks { conv::interleave(x, self.channels, y) } else { conv::separate(x, self.channels, y) }
    }

    /// As every op's: where x came out of an activation, dx is the gradient before it.
    pub fn backward_input<T: Real>(&self, dv: Matrix<T>, of: Option<(Activation, Matrix<T>)>, mut dx: MatrixMut<T>) {
        if self.into_blocks {
            conv::separate(dv, self.channels, dx.reborrow());
        } else {
            conv::interleave(dv, self.channels, dx.reborrow());
        }
        // Element by element, in whichever order both are: a block's numbers lie in front of what pads its rows.
        let Some((f, y)) = of else { return };
        if self.into_blocks {
            dx.rows_mut().enumerate().for_each(|(r, dx)| f.backward(y.row(r), dx));
        } else {
            (0..dx.rows / conv::BLOCK).for_each(|b| f.backward(conv::block(y, b), conv::block_mut(&mut dx, b)));
        }
    }
}
