//! `F4` as an SSE register; `mul_add` is fused in a build with FMA.
//!
//! SAFETY of every arithmetic block here: SSE2 is part of x86-64, and FMA's only use is compiled in builds with FMA.

use core::arch::x86_64::*;

/// Four `f32` side by side; see [the module](super).
#[derive(Clone, Copy, Debug)]
pub struct F4(__m128);

#[inline(always)]
fn bits(v: F4) -> __m128i {
    // SAFETY: see the module.
    unsafe { _mm_castps_si128(v.0) }
}

#[inline(always)]
fn from_bits(v: __m128i) -> F4 {
    // SAFETY: see the module.
    F4(unsafe { _mm_castsi128_ps(v) })
}

impl F4 {
    #[inline(always)]
    pub fn splat(value: f32) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_set1_ps(value) })
    }
    #[inline(always)]
    pub fn splat_bits(bits: u32) -> F4 {
        // SAFETY: see the module.
        from_bits(unsafe { _mm_set1_epi32(bits as i32) })
    }
    #[inline(always)]
    pub fn load(values: &[f32; 4]) -> F4 {
        // SAFETY: four f32 are readable there; the instruction asks for no alignment.
        F4(unsafe { _mm_loadu_ps(values.as_ptr()) })
    }
    #[inline(always)]
    pub fn store(self, values: &mut [f32; 4]) {
        // SAFETY: four f32 are writable there; the instruction asks for no alignment.
        unsafe { _mm_storeu_ps(values.as_mut_ptr(), self.0) };
    }
    /// # Safety
    /// Four `f32` are readable at `from`.
    #[inline(always)]
    pub unsafe fn read(from: *const f32) -> F4 {
        // SAFETY: the caller's promise.
        F4(unsafe { _mm_loadu_ps(from) })
    }
    /// # Safety
    /// Four `f32` are writable at `to`.
    #[inline(always)]
    pub unsafe fn write(self, to: *mut f32) {
        // SAFETY: the caller's promise.
        unsafe { _mm_storeu_ps(to, self.0) };
    }
    #[inline(always)]
    pub fn plus(self, other: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_add_ps(self.0, other.0) })
    }
    #[inline(always)]
    pub fn minus(self, other: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_sub_ps(self.0, other.0) })
    }
    #[inline(always)]
    pub fn times(self, other: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_mul_ps(self.0, other.0) })
    }
    #[inline(always)]
    pub fn over(self, other: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_div_ps(self.0, other.0) })
    }
    /// `self · b + c`
    #[cfg(target_feature = "fma")]
    #[inline(always)]
    pub fn mul_add(self, b: F4, c: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_fmadd_ps(self.0, b.0, c.0) })
    }
    /// `self · b + c`
    #[cfg(not(target_feature = "fma"))]
    #[inline(always)]
    pub fn mul_add(self, b: F4, c: F4) -> F4 {
        self.times(b).plus(c)
    }
    #[inline(always)]
    pub fn sqrt(self) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_sqrt_ps(self.0) })
    }
    #[inline(always)]
    pub fn abs(self) -> F4 {
        self.and(F4::splat_bits(0x7fff_ffff))
    }
    /// `bound < self ? bound : self`: a NaN in `self` stays.
    #[inline(always)]
    pub fn at_most(self, bound: F4) -> F4 {
        // SAFETY: see the module. The instruction is `first < second ? first : second`.
        F4(unsafe { _mm_min_ps(bound.0, self.0) })
    }
    /// `self < bound ? bound : self`: a NaN in `self` stays.
    #[inline(always)]
    pub fn at_least(self, bound: F4) -> F4 {
        // SAFETY: see the module. The instruction is `first > second ? first : second`.
        F4(unsafe { _mm_max_ps(bound.0, self.0) })
    }
    /// All bits where `self < other`, none elsewhere.
    #[inline(always)]
    pub fn less(self, other: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_cmplt_ps(self.0, other.0) })
    }
    /// All bits where `self = other`, none elsewhere.
    #[inline(always)]
    pub fn equal(self, other: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_cmpeq_ps(self.0, other.0) })
    }
    /// `self` where `mask` has all bits, `other` where it has none.
    #[inline(always)]
    pub fn or_where_not(self, mask: F4, other: F4) -> F4 {
        self.and(mask).or(other.and_not(mask))
    }
    #[inline(always)]
    pub fn and(self, other: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_and_ps(self.0, other.0) })
    }
    /// `self & !other`
    #[inline(always)]
    pub fn and_not(self, other: F4) -> F4 {
        // SAFETY: see the module. The instruction negates its first operand.
        F4(unsafe { _mm_andnot_ps(other.0, self.0) })
    }
    #[inline(always)]
    pub fn or(self, other: F4) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_or_ps(self.0, other.0) })
    }
    /// The sum of the bits as integers, wrapping.
    #[inline(always)]
    pub fn add_bits(self, other: F4) -> F4 {
        // SAFETY: see the module.
        from_bits(unsafe { _mm_add_epi32(bits(self), bits(other)) })
    }
    /// The difference of the bits as integers, wrapping.
    #[inline(always)]
    pub fn sub_bits(self, other: F4) -> F4 {
        // SAFETY: see the module.
        from_bits(unsafe { _mm_sub_epi32(bits(self), bits(other)) })
    }
    /// The bits as integers, shifted left.
    #[inline(always)]
    pub fn shift_bits_left<const BY: u32>(self) -> F4 {
        // SAFETY: see the module.
        from_bits(unsafe { _mm_sll_epi32(bits(self), _mm_cvtsi32_si128(BY as i32)) })
    }
    /// The bits as signed integers, shifted right.
    #[inline(always)]
    pub fn shift_bits_right<const BY: u32>(self) -> F4 {
        // SAFETY: see the module.
        from_bits(unsafe { _mm_sra_epi32(bits(self), _mm_cvtsi32_si128(BY as i32)) })
    }
    /// The bits as signed integers, converted to floats.
    #[inline(always)]
    pub fn float_from_bits(self) -> F4 {
        // SAFETY: see the module.
        F4(unsafe { _mm_cvtepi32_ps(bits(self)) })
    }
    /// Four vectors as rows of a 4×4 block; gives its columns.
    #[inline(always)]
    pub fn transpose(rows: [F4; 4]) -> [F4; 4] {
        let [F4(a), F4(b), F4(c), F4(d)] = rows;
        // SAFETY: see the module.
        unsafe {
            let (ab_low, ab_high) = (_mm_unpacklo_ps(a, b), _mm_unpackhi_ps(a, b));
            let (cd_low, cd_high) = (_mm_unpacklo_ps(c, d), _mm_unpackhi_ps(c, d));
            [
                F4(_mm_movelh_ps(ab_low, cd_low)),
                F4(_mm_movehl_ps(cd_low, ab_low)),
                F4(_mm_movelh_ps(ab_high, cd_high)),
                F4(_mm_movehl_ps(cd_high, ab_high)),
            ]
        }
    }
}

super::shared_operations!(F4);
