//! `F4` as WebAssembly's `v128`.

use core::arch::wasm32::*;

/// Four `f32` side by side; see [the module](super).
#[derive(Clone, Copy, Debug)]
pub struct F4(v128);

impl F4 {
    #[inline(always)]
    pub fn splat(value: f32) -> F4 {
        F4(f32x4_splat(value))
    }
    #[inline(always)]
    pub fn splat_bits(bits: u32) -> F4 {
        F4(u32x4_splat(bits))
    }
    #[inline(always)]
    pub fn load(values: &[f32; 4]) -> F4 {
        // SAFETY: four f32 are readable there; the instruction asks for no alignment.
        F4(unsafe { v128_load(values.as_ptr().cast()) })
    }
    #[inline(always)]
    pub fn store(self, values: &mut [f32; 4]) {
        // SAFETY: four f32 are writable there; the instruction asks for no alignment.
        unsafe { v128_store(values.as_mut_ptr().cast(), self.0) };
    }
    /// # Safety
    /// Four `f32` are readable at `from`.
    #[inline(always)]
    pub unsafe fn read(from: *const f32) -> F4 {
        // SAFETY: the caller's promise.
        F4(unsafe { v128_load(from.cast()) })
    }
    /// # Safety
    /// Four `f32` are writable at `to`.
    #[inline(always)]
    pub unsafe fn write(self, to: *mut f32) {
        // SAFETY: the caller's promise.
        unsafe { v128_store(to.cast(), self.0) };
    }
    #[inline(always)]
    pub fn plus(self, other: F4) -> F4 {
        F4(f32x4_add(self.0, other.0))
    }
    #[inline(always)]
    pub fn minus(self, other: F4) -> F4 {
        F4(f32x4_sub(self.0, other.0))
    }
    #[inline(always)]
    pub fn times(self, other: F4) -> F4 {
        F4(f32x4_mul(self.0, other.0))
    }
    #[inline(always)]
    pub fn over(self, other: F4) -> F4 {
        F4(f32x4_div(self.0, other.0))
    }
    /// `self · b + c`
    #[cfg(target_feature = "relaxed-simd")]
    #[inline(always)]
    pub fn mul_add(self, b: F4, c: F4) -> F4 {
        F4(f32x4_relaxed_madd(self.0, b.0, c.0))
    }
    /// `self · b + c`
    #[cfg(not(target_feature = "relaxed-simd"))]
    #[inline(always)]
    pub fn mul_add(self, b: F4, c: F4) -> F4 {
        self.times(b).plus(c)
    }
    #[inline(always)]
    pub fn sqrt(self) -> F4 {
        F4(f32x4_sqrt(self.0))
    }
    #[inline(always)]
    pub fn abs(self) -> F4 {
        F4(f32x4_abs(self.0))
    }
    /// `bound < self ? bound : self`: a NaN in `self` stays.
    #[inline(always)]
    pub fn at_most(self, bound: F4) -> F4 {
        F4(f32x4_pmin(self.0, bound.0))
    }
    /// `self < bound ? bound : self`: a NaN in `self` stays.
    #[inline(always)]
    pub fn at_least(self, bound: F4) -> F4 {
        F4(f32x4_pmax(self.0, bound.0))
    }
    /// All bits where `self < other`, none elsewhere.
    #[inline(always)]
    pub fn less(self, other: F4) -> F4 {
        F4(f32x4_lt(self.0, other.0))
    }
    /// All bits where `self = other`, none elsewhere.
    #[inline(always)]
    pub fn equal(self, other: F4) -> F4 {
        F4(f32x4_eq(self.0, other.0))
    }
    /// `self` where `mask` has all bits, `other` where it has none.
    #[cfg(target_feature = "relaxed-simd")]
    #[inline(always)]
    pub fn or_where_not(self, mask: F4, other: F4) -> F4 {
        // One instruction; relaxed only in what it makes of a lane that is neither.
        F4(i32x4_relaxed_laneselect(self.0, other.0, mask.0))
    }
    /// `self` where `mask` has all bits, `other` where it has none.
    #[cfg(not(target_feature = "relaxed-simd"))]
    #[inline(always)]
    pub fn or_where_not(self, mask: F4, other: F4) -> F4 {
        F4(v128_bitselect(self.0, other.0, mask.0))
    }
    #[inline(always)]
    pub fn and(self, other: F4) -> F4 {
        F4(v128_and(self.0, other.0))
    }
    /// `self & !other`
    #[inline(always)]
    pub fn and_not(self, other: F4) -> F4 {
        F4(v128_andnot(self.0, other.0))
    }
    #[inline(always)]
    pub fn or(self, other: F4) -> F4 {
        F4(v128_or(self.0, other.0))
    }
    /// The sum of the bits as integers, wrapping.
    #[inline(always)]
    pub fn add_bits(self, other: F4) -> F4 {
        F4(i32x4_add(self.0, other.0))
    }
    /// The difference of the bits as integers, wrapping.
    #[inline(always)]
    pub fn sub_bits(self, other: F4) -> F4 {
        F4(i32x4_sub(self.0, other.0))
    }
    /// The bits as integers, shifted left.
    #[inline(always)]
    pub fn shift_bits_left<const BY: u32>(self) -> F4 {
        F4(i32x4_shl(self.0, BY))
    }
    /// The bits as signed integers, shifted right.
    #[inline(always)]
    pub fn shift_bits_right<const BY: u32>(self) -> F4 {
        F4(i32x4_shr(self.0, BY))
    }
    /// The bits as signed integers, converted to floats.
    #[inline(always)]
    pub fn float_from_bits(self) -> F4 {
        F4(f32x4_convert_i32x4(self.0))
    }
    /// Four vectors as rows of a 4×4 block; gives its columns.
    #[inline(always)]
    pub fn transpose(rows: [F4; 4]) -> [F4; 4] {
        let [F4(a), F4(b), F4(c), F4(d)] = rows;
        let ab_low = i32x4_shuffle::<0, 4, 1, 5>(a, b);
        let ab_high = i32x4_shuffle::<2, 6, 3, 7>(a, b);
        let cd_low = i32x4_shuffle::<0, 4, 1, 5>(c, d);
        let cd_high = i32x4_shuffle::<2, 6, 3, 7>(c, d);
        [
            F4(i64x2_shuffle::<0, 2>(ab_low, cd_low)),
            F4(i64x2_shuffle::<1, 3>(ab_low, cd_low)),
            F4(i64x2_shuffle::<0, 2>(ab_high, cd_high)),
            F4(i64x2_shuffle::<1, 3>(ab_high, cd_high)),
        ]
    }
}

super::shared_operations!(F4);
