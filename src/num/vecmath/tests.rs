//! Accuracy against `f64` over the whole range, and what becomes of the values at its edges.

use super::reference::{logistic, softplus as softplus_f64};
use super::*;

/// Floats over the whole range: every 2039th bit pattern of either sign, 2 million in all, and a fine line from −110 to
/// 110. Under Miri, which is slow, some hundred of each.
fn whole_range() -> Vec<f32> {
    let coarser = if cfg!(miri) { 4001 } else { 1 };
    let patterns = (0..u32::MAX).step_by(2039 * coarser).map(f32::from_bits).filter(|v| v.is_finite());
    patterns.chain((-1_100_000..1_100_000).step_by(coarser).map(|i| i as f32 * 1e-4)).collect()
}

/// The distance of `value` from `exact` in units of the last place of an `f32` of that size.
fn ulps(value: f32, exact: f64) -> f64 {
    if exact.abs() > f64::from(f32::MAX) {
        return if value.is_infinite() && (value > 0.0) == (exact > 0.0) { 0.0 } else { f64::INFINITY };
    }
    let size = (exact.abs() as f32).max(f32::MIN_POSITIVE);
    let ulp = f64::from(f32::from_bits(size.to_bits() + 1)) - f64::from(size);
    (f64::from(value) - exact).abs() / ulp
}

/// The largest error over `values` is at most `bound` ulps.
#[track_caller]
fn assert_accurate(f: impl Fn(&mut [f32]), exact: impl Fn(f64) -> f64, values: Vec<f32>, bound: f64) {
    let mut computed = values.clone();
    f(&mut computed);
    let (mut worst, mut at) = (0.0, 0.0);
    for (&v, &y) in values.iter().zip(&computed) {
        let error = ulps(y, exact(f64::from(v)));
        assert!(!error.is_nan(), "f({v:e}) = {y:e}");
        if error > worst {
            (worst, at) = (error, v);
        }
    }
    assert!(worst <= bound, "{worst} ulp at {at:e}");
}

#[test]
fn is_exp_accurate_down_to_the_subnormals() {
    assert_accurate(exp, libm::exp, whole_range(), 1.2);
}

#[test]
fn is_log_accurate_from_the_subnormals_on() {
    let positive = whole_range().into_iter().filter(|&v| v > 0.0).collect();
    assert_accurate(log, libm::log, positive, 0.9);
}

#[test]
fn is_sigmoid_accurate_where_it_is_normal() {
    let normal = whole_range().into_iter().filter(|&v| v > -87.3).collect();
    assert_accurate(sigmoid, logistic, normal, 2.2);
    // Below, it is 0: off by less than the smallest normal number.
    let mut below = [-87.7f32, -90.0, -1e30];
    sigmoid(&mut below);
    assert_eq!(below, [0.0; 3]);
}

#[test]
fn is_softplus_accurate() {
    assert_accurate(softplus, softplus_f64, whole_range(), 2.0);
}

#[test]
fn is_tanh_accurate() {
    assert_accurate(tanh, libm::tanh, whole_range(), 1.55);
}

#[test]
fn what_happens_at_infinity_at_zero_and_to_a_nan() {
    let edges = [f32::NEG_INFINITY, -0.0, 0.0, f32::INFINITY];
    let of = |f: fn(&mut [f32])| {
        let mut values = edges;
        f(&mut values);
        values
    };
    assert_eq!(of(exp), [0.0, 1.0, 1.0, f32::INFINITY]);
    assert_eq!(of(log)[1..], [f32::NEG_INFINITY, f32::NEG_INFINITY, f32::INFINITY]);
    assert_eq!(of(sigmoid), [0.0, 0.5, 0.5, 1.0]);
    assert_eq!(of(softplus)[0], 0.0);
    assert_eq!(of(softplus)[3], f32::INFINITY);
    assert_eq!(of(tanh).map(f32::to_bits), [-1.0f32, -0.0, 0.0, 1.0].map(f32::to_bits));

    let mut below = [f32::NEG_INFINITY, -1.0, -f32::MIN_POSITIVE / 2.0];
    log(&mut below);
    assert!(below.iter().all(|v| v.is_nan()), "{below:?}");

    // A payload in the low bits must not reach the exponent that exp builds.
    for nan in [f32::NAN, -f32::NAN, f32::from_bits(0x7f80_0001), f32::from_bits(0xffff_ffff)] {
        for f in [exp, log, sigmoid, softplus, tanh] {
            let mut values = [1.0, nan, 1.0, 1.0, 1.0, nan];
            f(&mut values);
            assert_eq!(values.map(f32::is_nan), [false, true, false, false, false, true]);
        }
    }
}

/// Logits and pixels of a length, from easy to hopeless.
fn image(len: usize) -> (Vec<f32>, Vec<f32>) {
    let logits = (0..len).map(|i| ((i * 37 % 101) as f32 - 50.0) * [0.02, 0.3, 2.5][i % 3]).collect();
    let x = (0..len).map(|i| [0.0, 1.0, 0.25, 0.0, 0.9][i * 7 % 5]).collect();
    (logits, x)
}

#[test]
fn is_the_cross_entropy_that_of_the_reference_for_every_length() {
    // Miri, which is slow, has the tails of a vector and of a block alone.
    let (short, long) =
        if cfg!(miri) { (9, &[255, 257][..]) } else { (40, &[64, 255, 256, 257, 511, 513, 784, 1000][..]) };
    for len in (0..short).chain(long.iter().copied()) {
        let (logits, x) = image(len);
        let scale = 1.0 / 128.0;
        let (mut d, mut d_exact) = (vec![7.0; len], vec![7.0; len]);
        let nats = cross_entropy(&logits, &x, scale, Some(&mut d));
        let exact: f64 =
            logits.iter().zip(&x).map(|(&l, &x)| softplus_f64(f64::from(l)) - f64::from(x) * f64::from(l)).sum();
        let bound = 6e-8 * len as f64 + 4e-7 * exact;
        assert!((f64::from(nats) - exact).abs() <= bound, "{nats} nats of {len} pixels, not {exact}");
        assert_eq!(cross_entropy(&logits, &x, scale, None).to_bits(), nats.to_bits(), "with and without a gradient");

        reference::cross_entropy(&logits, &x, scale, Some(&mut d_exact));
        for (&a, &b) in d.iter().zip(&d_exact) {
            assert!((a - b).abs() <= scale * 2e-7, "{a} is not {b}");
        }
    }
}

#[test]
fn does_one_bad_logit_show_in_the_loss_and_in_its_own_gradient_only() {
    for len in [6, 300] {
        for at in [0, len / 2, len - 1] {
            let (mut logits, x) = image(len);
            logits[at] = f32::NAN;
            let mut d = vec![0.0; len];
            assert!(cross_entropy(&logits, &x, 1.0, Some(&mut d)).is_nan());
            assert!(d.iter().enumerate().all(|(i, d)| d.is_nan() == (i == at)));
        }
    }
}

#[test]
fn does_a_saturated_pixel_cost_nothing_and_pull_at_nothing() {
    let mut d = [7.0; 2];
    assert_eq!(cross_entropy(&[-1e4f32, 1e4], &[0.0, 1.0], 1.0, Some(&mut d)), 0.0);
    assert_eq!(d, [0.0, 0.0]);
}

#[test]
fn is_adam_the_reference_bit_for_bit() {
    let step = AdamStep {
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        step_size: 1e-3 / (1.0 - 0.9),
        second_moment_scale: 1.0 / (1.0f64 - 0.999).sqrt(),
    };
    for len in [0, 1, 3, 4, 7, 8, 64, 101] {
        let g: Vec<f32> = (0..len).map(|i| ((i * 29 % 17) as f32 - 8.0) * 10f32.powi(i as i32 % 9 - 6)).collect();
        let start = [vec![0.5f32; len], vec![1e-3; len], vec![1e-6; len]];
        let (mut fast, mut slow) = (start.clone(), start);
        for _ in 0..3 {
            let [w, m, v] = &mut fast;
            adam(&step, w, m, v, &g);
            let [w, m, v] = &mut slow;
            reference::adam(&step, w, m, v, &g);
        }
        assert_eq!(fast, slow);
    }
}

#[test]
fn do_moments_without_a_gradient_end_at_zero_and_not_among_the_subnormals() {
    // Miri is too slow for as many steps as a moment takes that loses a thousandth in each.
    let (beta2, steps) = if cfg!(miri) { (0.9, 1_000) } else { (0.999, 100_000) };
    let step = AdamStep { beta1: 0.9, beta2, epsilon: 1e-8, step_size: 1e-3, second_moment_scale: 1.0 };
    let start = [f32::MIN_POSITIVE, -f32::MIN_POSITIVE, 1e-36, -1.0, f32::NAN];
    let (mut w, mut m, mut v) = ([1.0; 5], start, start.map(f32::abs));
    for _ in 0..steps {
        adam(&step, &mut w, &mut m, &mut v, &[0.0; 5]);
    }
    assert_eq!((&m[..4], &v[..4]), (&[0.0; 4][..], &[0.0; 4][..]));
    assert!(m[4].is_nan() && v[4].is_nan(), "{m:?} {v:?}");
    assert_eq!(w[..3], [1.0; 3], "moments too small to count");
}

#[test]
fn is_a_values_result_the_same_in_every_lane_and_in_the_rest() {
    for f in [exp, sigmoid, softplus, tanh] {
        let mut values = [-1.37f32; 11];
        f(&mut values);
        assert!(values.iter().all(|v| v.to_bits() == values[0].to_bits()));
    }
}

#[test]
fn is_the_squared_error_that_of_the_reference_for_every_length() {
    let long: &[usize] = if cfg!(miri) { &[33] } else { &[63, 64, 65, 255, 784, 1000] };
    for len in (0..34).chain(long.iter().copied()) {
        let (mean, x) = image(len);
        let (mut d, mut d_exact) = (vec![7.0; len], vec![7.0; len]);
        let sum = squared_error(&mean, &x, 0.25, Some(&mut d));
        let exact: f64 = mean.iter().zip(&x).map(|(&m, &x)| (f64::from(m) - f64::from(x)).powi(2)).sum();
        assert!((f64::from(sum) - exact).abs() <= 4e-7 * exact, "{sum} of {len} pixels, not {exact}");
        assert_eq!(squared_error(&mean, &x, 0.25, None).to_bits(), sum.to_bits(), "with and without a gradient");
        reference::squared_error(&mean, &x, 0.25, Some(&mut d_exact));
        assert_eq!(d, d_exact, "of {len} pixels");
    }
    assert!(squared_error(&[0.0f32, f32::NAN], &[0.0; 2], 1.0, None).is_nan());
}
