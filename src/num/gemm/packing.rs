//! Packing for `f32`: a panel of dy with its column sums, and the 8×8 transpose that refreshes Wᵀ.

use crate::num::lanes::{F4, LANES};
use crate::num::unrolled;

use super::{Matrix, PANEL};

/// See [`super::pack_with_sums`].
pub fn pack_with_sums(dy: Matrix<f32>, p: usize, panel: &mut [f32], sums: &mut [f32]) {
    let [mut total]: [[F4; 2]; 1] = F4::zeros();
    for (r, packed) in panel.as_chunks_mut::<PANEL>().0.iter_mut().enumerate() {
        let row = &dy.data[r * dy.stride + p * PANEL..][..PANEL];
        unrolled!(half < 2, {
            let values = F4::from_slice(&row[half * LANES..]);
            values.to_slice(&mut packed[half * LANES..]);
            total[half] = total[half] + values;
        });
    }
    total[0].to_slice(sums);
    total[1].to_slice(&mut sums[LANES..]);
}

/// An 8×8 block.
const BLOCK: usize = PANEL * PANEL;

/// See [`super::transpose_block`].
pub fn transpose_block(src: &[f32], dst: &mut [f32]) {
    match (src.first_chunk(), dst.first_chunk_mut()) {
        (Some(src), Some(dst)) => transpose_whole(src, dst),
        _ => transpose_part(src, dst),
    }
}

#[cold]
fn transpose_part(src: &[f32], dst: &mut [f32]) {
    let (mut whole_src, mut whole_dst) = ([0.0; BLOCK], [0.0; BLOCK]);
    let (rows_in, rows_out) = (src.len().min(BLOCK), dst.len().min(BLOCK));
    whole_src[..rows_in].copy_from_slice(&src[..rows_in]);
    transpose_whole(&whole_src, &mut whole_dst);
    dst[..rows_out].copy_from_slice(&whole_dst[..rows_out]);
}

fn transpose_whole(src: &[f32; BLOCK], dst: &mut [f32; BLOCK]) {
    unrolled!(column_half < 2, {
        unrolled!(row_half < 2, {
            let (row, column) = (row_half * LANES, column_half * LANES);
            let [mut rows] = F4::zeros();
            unrolled!(r < LANES, { rows[r] = F4::from_slice(&src[(row + r) * PANEL + column..]) });
            let columns = F4::transpose(rows);
            unrolled!(c < LANES, { columns[c].to_slice(&mut dst[(column + c) * PANEL + row..]) });
        });
    });
}
