//! The inner loop of a convolution's weight gradient: outer products of pixels, image by image in the vectors.
//!
//! R channels of one side and S of the other are R·S accumulators of four images each; a step is a pixel of both sides.

use crate::num::lanes::{F4, LANES};
use crate::num::unrolled;

use super::BLOCK;

/// Channels of the taller side of a tile: eight accumulators hide what a multiply-add waits for.
pub const TILE_HEIGHT: usize = 4;
/// Of the other.
pub const TILE_WIDTH: usize = 2;

/// Half a block's pixels of one side: element (channel c, step n) is the vector at `first + c · 8 + n · step`.
#[derive(Clone, Copy)]
pub struct Pixels<'a> {
    pub data: &'a [f32],
    pub first: usize,
    pub step: usize,
}

impl Pixels<'_> {
    /// # Panics
    /// When the last of `channels` at the last of `count` steps is outside its data.
    #[inline(always)]
    fn check(&self, channels: usize, count: usize) {
        let last = self.first + (channels - 1) * BLOCK + (count - 1) * self.step;
        assert!(last + LANES <= self.data.len(), "a tile's edge");
    }
}

/// `acc[r][s] += Σ_n a(r, n) · b(s, n)` for `count` steps, in order, one accumulator an element.
///
/// # Panics
/// When the last element of either is outside its data.
#[inline(always)]
pub fn multiply_onto<const R: usize, const S: usize>(
    mut acc: [[F4; S]; R],
    a: Pixels,
    b: Pixels,
    count: usize,
) -> [[F4; S]; R] {
    if count == 0 {
        return acc;
    }
    a.check(R, count);
    b.check(S, count);
    // SAFETY: at step n < count the vectors at data + first + n·step + 8c are read, for c < R or c < S; the last of either
    // was asserted to be inside its data. Past the last step the pointers move on (`wrapping_add`) but are not read.
    unsafe {
        let (mut from_a, mut from_b) = (a.data.as_ptr().add(a.first), b.data.as_ptr().add(b.first));
        for _ in 0..count {
            let [mut wide]: [[F4; S]; 1] = F4::zeros();
            unrolled!(s < S, { wide[s] = F4::read(from_b.add(s * BLOCK)) });
            unrolled!(r < R, {
                let tall = F4::read(from_a.add(r * BLOCK));
                unrolled!(s < S, { acc[r][s] = tall.mul_add(wide[s], acc[r][s]) });
            });
            from_a = from_a.wrapping_add(a.step);
            from_b = from_b.wrapping_add(b.step);
        }
    }
    acc
}
