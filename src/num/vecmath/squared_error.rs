//! The squared error of `f32` means with its gradient, in one pass.

use crate::num::lanes::F4;
use crate::num::{each, unrolled};

use super::elementwise::{GROUP, WIDTH, load, store};

/// See [`super::squared_error`].
pub fn squared_error(mean: &[f32], x: &[f32], scale: f32, dmean: Option<&mut [f32]>) -> f32 {
    let (groups_m, rest_m) = mean.as_chunks::<GROUP>();
    let (groups_x, rest_x) = x.as_chunks::<GROUP>();
    let (groups_d, rest_d) = dmean.unwrap_or(&mut []).as_chunks_mut::<GROUP>();
    // Filled up with pixels that are hit exactly.
    let (mut last_m, mut last_x, mut last_d) = ([0.0; GROUP], [0.0; GROUP], [0.0; GROUP]);
    last_m[..rest_m.len()].copy_from_slice(rest_m);
    last_x[..rest_x.len()].copy_from_slice(rest_x);

    let scale = F4::splat(scale);
    // A sum a vector of the group: each pixel waits for a quarter of the pixels before it only.
    let [mut sums] = F4::zeros::<1, WIDTH>();
    // One loop, so that its body is in the code once.
    for turn in 0..groups_m.len() + usize::from(!rest_m.is_empty()) {
        let (m, x) = (load(groups_m.get(turn).unwrap_or(&last_m)), load(groups_x.get(turn).unwrap_or(&last_x)));
        let error = each!(m, x => m - x);
        unrolled!(i < WIDTH, { sums[i] = error[i].mul_add(error[i], sums[i]) });
        store(each!(error => scale * error), groups_d.get_mut(turn).unwrap_or(&mut last_d));
    }
    rest_d.copy_from_slice(&last_d[..rest_d.len()]);
    let [a, b, c, d] = sums;
    ((a + b) + (c + d)).sum()
}
