//! The inner loop of every `f32` product: a tile of R rows by one panel, kept in registers over the whole depth.
//!
//! 6 rows × 8 columns are 12 accumulators; with two vectors of the panel and one splat that is 15 of the 16 registers
//! an engine may use. Where multiply and add are two instructions the product needs a register too: 5 rows.
//! The depth is never unrolled: one step a basic block is what LLVM and the engines schedule without spilling.

use core::ops::Range;

use crate::num::lanes::{F4, FUSED, LANES};
use crate::num::unrolled;

use super::PANEL;

/// Rows of the tallest tile.
pub const TILE_ROWS: usize = if FUSED { 6 } else { 5 };

/// R rows of 8 sums.
pub type Tile<const R: usize> = [[F4; 2]; R];

/// Where a tile's rows are found: element (r, k) is `data[first + r * row_step + k * depth_step]`.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub data: &'a [f32],
    pub first: usize,
    pub row_step: usize,
    pub depth_step: usize,
}

/// `tile[r][c] = Σ_k rows(r, k) · panel[k][c]`, k in order, one accumulator an element.
///
/// # Panics
/// When the last element of the last row is outside its data.
#[inline(always)]
pub fn multiply<const R: usize>(rows: Rows, panel: &[f32]) -> Tile<R> {
    multiply_onto(F4::zeros(), rows, panel)
}

/// The same, where a sum goes on from `acc`.
///
/// # Panics
/// As [`multiply`].
#[inline(always)]
pub fn multiply_onto<const R: usize>(mut acc: Tile<R>, rows: Rows, panel: &[f32]) -> Tile<R> {
    let depth = panel.len() / PANEL;
    if depth == 0 {
        return acc;
    }
    let last = rows.first + (R - 1) * rows.row_step + (depth - 1) * rows.depth_step;
    assert!(last < rows.data.len(), "a tile's edge");

    // SAFETY: `b` takes the values panel + 8k for k < depth = ⌊len/8⌋ and eight f32 are read at each. `a[r]` takes the
    // values data + first + r·row_step + k·depth_step for r < R, k < depth, the largest of which is `last`, asserted.
    // Past the last step the pointers move on (`wrapping_add`) but are not read. `a` starts as zero bits, null pointers,
    // and each is set before it is read.
    unsafe {
        let mut b = panel.as_ptr();
        let end = b.add(depth * PANEL);
        let mut a: [*const f32; R] = core::mem::zeroed();
        unrolled!(r < R, { a[r] = rows.data.as_ptr().add(rows.first + r * rows.row_step) });
        while b != end {
            let (b0, b1) = (F4::read(b), F4::read(b.add(LANES)));
            unrolled!(r < R, {
                let splat = F4::splat(*a[r]);
                acc[r][0] = splat.mul_add(b0, acc[r][0]);
                acc[r][1] = splat.mul_add(b1, acc[r][1]);
                a[r] = a[r].wrapping_add(rows.depth_step);
            });
            b = b.add(PANEL);
        }
    }
    acc
}

/// Writes the tile to the start of `data`, its rows `stride` apart.
///
/// # Panics
/// When the tile's last row ends outside `data`.
#[inline(always)]
pub fn write<const R: usize>(tile: Tile<R>, data: &mut [f32], stride: usize) {
    write_with(tile, &[0.0; PANEL], 0, data, stride, |sum, _| sum);
}

/// Writes `f(tile, other)` to the start of `data`, its rows `stride` apart; `other` is the tile at the start of its
/// data, its rows `other_stride` apart (0: one row for all).
///
/// # Panics
/// When the last row of either tile ends outside its data.
#[inline(always)]
pub fn write_with<const R: usize>(
    tile: Tile<R>,
    other: &[f32],
    other_stride: usize,
    data: &mut [f32],
    stride: usize,
    f: impl Fn(F4, F4) -> F4,
) {
    assert!((R - 1) * stride + PANEL <= data.len(), "a tile's edge");
    assert!((R - 1) * other_stride + PANEL <= other.len(), "a tile's edge");
    unrolled!(half < 2, {
        unrolled!(r < R, {
            // SAFETY: r ≤ R − 1, and the end of row R − 1 is within either's data, asserted.
            unsafe {
                let other = F4::read(other.as_ptr().add(r * other_stride + half * LANES));
                f(tile[r][half], other).write(data.as_mut_ptr().add(r * stride + half * LANES));
            }
        });
    });
}

/// Cuts `count` rows into runs of tiles of one height, [`TILE_ROWS`], 4, 2 or 1, and calls `each(rows, height)`, in order.
///
/// A small tile waits for its own sums, so where the last whole tile and the rest are eight rows they are taken as 4 + 4.
#[inline(always)]
pub fn cut(count: usize, mut each: impl FnMut(Range<usize>, usize)) {
    let rest = count % TILE_ROWS;
    let shared = rest + TILE_ROWS == 8 && count >= 8;
    let mut next = count - rest - if shared { TILE_ROWS } else { 0 };
    if next > 0 {
        each(0..next, TILE_ROWS);
    }
    for height in [4, 2, 1] {
        let rows = (count - next) / height * height;
        if rows > 0 {
            each(next..next + rows, height);
            next += rows;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn do_the_tiles_cover_every_row_once() {
        for count in 0..100 {
            let mut next = 0;
            cut(count, |rows, height| {
                assert_eq!(rows.start, next, "of {count}");
                assert!([TILE_ROWS, 4, 2, 1].contains(&height), "{height} rows of {count}");
                assert!(!rows.is_empty() && rows.len().is_multiple_of(height), "{rows:?} in tiles of {height}");
                next = rows.end;
            });
            assert_eq!(next, count);
        }
    }

    #[test]
    #[should_panic(expected = "a tile's edge")]
    fn does_a_tile_past_its_data_panic() {
        let rows = Rows { data: &[0.0; 7], first: 0, row_step: 4, depth_step: 1 };
        multiply::<2>(rows, &[0.0; 4 * PANEL]);
    }
}
