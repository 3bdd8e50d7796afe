//! Packing for `f32`: a panel of dy with its column sums, and the 8×8 transpose that refreshes Wᵀ.

use crate::num::lanes::{F4, LANES};

use super::{Matrix, PANEL};

/// See [`super::pack_with_sums`].
pub fn pack_with_sums(dy: Matrix<f32>, p: usize, panel: &mut [f32], sums: &mut [f32]) {
    let mut total = [F4::splat(0.0); 2];
    for (r, packed) in panel.as_chunks_mut::<PANEL>().0.iter_mut().enumerate() {
        let row = &dy.data[r * dy.stride + p * PANEL..][..PANEL];
        for half in 0..2 {
            let values = F4::from_slice(&row[half * LANES..]);
            values.to_slice(&mut packed[half * LANES..]);
            total[half] = total[half] + values;
        }
    }
    total[0].to_slice(sums);
    total[1].to_slice(&mut sums[LANES..]);
}

/// See [`super::transpose_block`].
pub fn transpose_block(src: &[f32], dst: &mut [f32]) {
    let (src, dst) = (src.as_chunks::<PANEL>().0, dst.as_chunks_mut::<PANEL>().0);
    let quarter = |row: usize, column: usize| {
        F4::transpose(core::array::from_fn(|r| match src.get(row + r) {
            Some(values) => F4::from_slice(&values[column..]),
            None => F4::splat(0.0),
        }))
    };
    for column in [0, LANES] {
        let (upper, lower) = (quarter(0, column), quarter(LANES, column));
        for (out, (low, high)) in dst.iter_mut().skip(column).zip(upper.into_iter().zip(lower)) {
            low.to_slice(out);
            high.to_slice(&mut out[LANES..]);
        }
    }
}
