use super::{F4, FUSED, scalar};

/// Values whose handling differs most easily: signed zeros, subnormals, infinities, a NaN, ties, extremes.
const AWKWARD: [f32; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    f32::MIN_POSITIVE / 8.0,
    -1e-45,
    f32::MAX,
    f32::MIN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::NAN,
    std::f32::consts::PI,
    -87.5,
    1.0e-3,
    16_777_216.0,
    0.1,
];

fn assert_same(what: &str, fast: F4, slow: scalar::F4) {
    for (a, b) in fast.to_array().into_iter().zip(slow.to_array()) {
        assert!(a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()), "{what}: {a:?} is not {b:?}");
    }
}

#[test]
fn is_every_operation_the_scalar_one_bit_for_bit() {
    for a in AWKWARD.chunks_exact(4) {
        let (fa, sa) = (F4::from_slice(a), scalar::F4::from_slice(a));
        assert_same("sqrt", fa.sqrt(), sa.sqrt());
        assert_same("abs", fa.abs(), sa.abs());
        assert_same("shift left", fa.shift_bits_left::<23>(), sa.shift_bits_left::<23>());
        assert_same("shift right", fa.shift_bits_right::<23>(), sa.shift_bits_right::<23>());
        assert_same("to float", fa.float_from_bits(), sa.float_from_bits());
        assert_same("sum", F4::splat(fa.sum()), scalar::F4::splat(sa.sum()));
        for &b in &AWKWARD {
            let (fb, sb) = (F4::splat(b), scalar::F4::splat(b));
            assert_same("+", fa + fb, sa + sb);
            assert_same("-", fa - fb, sa - sb);
            assert_same("·", fa * fb, sa * sb);
            assert_same("/", fa / fb, sa / sb);
            assert_same("at most", fa.at_most(fb), sa.at_most(sb));
            assert_same("at least", fa.at_least(fb), sa.at_least(sb));
            assert_same("less", fa.less(fb), sa.less(sb));
            assert_same("equal", fa.equal(fb), sa.equal(sb));
            assert_same("and", fa.and(fb), sa.and(sb));
            assert_same("and not", fa.and_not(fb), sa.and_not(sb));
            assert_same("or", fa.or(fb), sa.or(sb));
            assert_same("add bits", fa.add_bits(fb), sa.add_bits(sb));
            assert_same("sub bits", fa.sub_bits(fb), sa.sub_bits(sb));
            let (less, sless) = (fa.less(fb), sa.less(sb));
            assert_same("choice", fa.or_where_not(less, fb), sa.or_where_not(sless, sb));
            if !FUSED {
                assert_same("multiply-add", fa.mul_add(fb, fa), sa.mul_add(sb, sa));
            }
        }
    }
}

#[test]
fn does_a_nan_survive_both_bounds() {
    let bounded = F4::splat(f32::NAN).at_most(F4::splat(1.0)).at_least(F4::splat(-1.0));
    assert!(bounded.to_array().iter().all(|v| v.is_nan()));
}

#[test]
fn does_a_fused_build_round_once() {
    // (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ exactly, and 0 when the square is rounded first. Quotients, since `powi` does not
    // promise that its last bit is right.
    let a = F4::splat(1.0 + 1.0 / 4096.0);
    let difference = a.mul_add(a, F4::splat(-1.0 - 1.0 / 2048.0)).to_array()[0];
    let expected = if FUSED { 1.0 / 16_777_216.0 } else { 0.0 };
    assert_eq!(difference, expected);
}

#[test]
fn are_columns_the_rows_of_the_transpose() {
    let rows = core::array::from_fn(|r| F4::load(&core::array::from_fn(|c| (4 * r + c) as f32)));
    for (c, column) in F4::transpose(rows).into_iter().enumerate() {
        assert_eq!(column.to_array(), core::array::from_fn(|r| (4 * r + c) as f32));
    }
    let rows = core::array::from_fn(|r| scalar::F4::load(&core::array::from_fn(|c| (4 * r + c) as f32)));
    for (c, column) in scalar::F4::transpose(rows).into_iter().enumerate() {
        assert_eq!(column.to_array(), core::array::from_fn(|r| (4 * r + c) as f32));
    }
}
