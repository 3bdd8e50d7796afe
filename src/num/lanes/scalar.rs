//! `F4` as an array: for machines without a form of their own, and the oracle of those that have one.

/// Four `f32` side by side; see [the module](super).
#[derive(Clone, Copy, Debug)]
pub struct F4([f32; 4]);

#[inline(always)]
fn map(a: F4, f: impl Fn(f32) -> f32) -> F4 {
    F4(a.0.map(f))
}

#[inline(always)]
fn zip(a: F4, b: F4, f: impl Fn(f32, f32) -> f32) -> F4 {
    F4([f(a.0[0], b.0[0]), f(a.0[1], b.0[1]), f(a.0[2], b.0[2]), f(a.0[3], b.0[3])])
}

#[inline(always)]
fn mask(truth: bool) -> f32 {
    f32::from_bits(if truth { u32::MAX } else { 0 })
}

impl F4 {
    #[inline(always)]
    pub fn splat(value: f32) -> F4 {
        F4([value; 4])
    }
    #[inline(always)]
    pub fn splat_bits(bits: u32) -> F4 {
        F4([f32::from_bits(bits); 4])
    }
    #[inline(always)]
    pub fn load(values: &[f32; 4]) -> F4 {
        F4(*values)
    }
    #[inline(always)]
    pub fn store(self, values: &mut [f32; 4]) {
        *values = self.0;
    }
    /// # Safety
    /// Four `f32` are readable at `from`.
    #[inline(always)]
    pub unsafe fn read(from: *const f32) -> F4 {
        // SAFETY: the caller's promise; an array of f32 is aligned as an f32 is.
        F4(unsafe { *from.cast() })
    }
    /// # Safety
    /// Four `f32` are writable at `to`.
    #[inline(always)]
    pub unsafe fn write(self, to: *mut f32) {
        // SAFETY: the caller's promise.
        unsafe { *to.cast() = self.0 };
    }
    #[inline(always)]
    pub fn plus(self, other: F4) -> F4 {
        zip(self, other, |a, b| a + b)
    }
    #[inline(always)]
    pub fn minus(self, other: F4) -> F4 {
        zip(self, other, |a, b| a - b)
    }
    #[inline(always)]
    pub fn times(self, other: F4) -> F4 {
        zip(self, other, |a, b| a * b)
    }
    #[inline(always)]
    pub fn over(self, other: F4) -> F4 {
        zip(self, other, |a, b| a / b)
    }
    /// `self · b + c`
    #[inline(always)]
    pub fn mul_add(self, b: F4, c: F4) -> F4 {
        self.times(b).plus(c)
    }
    #[inline(always)]
    pub fn sqrt(self) -> F4 {
        map(self, f32::sqrt)
    }
    #[inline(always)]
    pub fn abs(self) -> F4 {
        map(self, f32::abs)
    }
    /// `bound < self ? bound : self`: a NaN in `self` stays.
    #[inline(always)]
    pub fn at_most(self, bound: F4) -> F4 {
        zip(self, bound, |a, b| if b < a { b } else { a })
    }
    /// `self < bound ? bound : self`: a NaN in `self` stays.
    #[inline(always)]
    pub fn at_least(self, bound: F4) -> F4 {
        zip(self, bound, |a, b| if a < b { b } else { a })
    }
    /// All bits where `self < other`, none elsewhere.
    #[inline(always)]
    pub fn less(self, other: F4) -> F4 {
        zip(self, other, |a, b| mask(a < b))
    }
    /// All bits where `self = other`, none elsewhere.
    #[inline(always)]
    pub fn equal(self, other: F4) -> F4 {
        zip(self, other, |a, b| mask(a == b))
    }
    /// `self` where `mask` has all bits, `other` where it has none.
    #[inline(always)]
    pub fn or_where_not(self, mask: F4, other: F4) -> F4 {
        self.and(mask).or(other.and_not(mask))
    }
    #[inline(always)]
    pub fn and(self, other: F4) -> F4 {
        zip(self, other, |a, b| f32::from_bits(a.to_bits() & b.to_bits()))
    }
    /// `self & !other`
    #[inline(always)]
    pub fn and_not(self, other: F4) -> F4 {
        zip(self, other, |a, b| f32::from_bits(a.to_bits() & !b.to_bits()))
    }
    #[inline(always)]
    pub fn or(self, other: F4) -> F4 {
        zip(self, other, |a, b| f32::from_bits(a.to_bits() | b.to_bits()))
    }
    /// The sum of the bits as integers, wrapping.
    #[inline(always)]
    pub fn add_bits(self, other: F4) -> F4 {
        zip(self, other, |a, b| f32::from_bits(a.to_bits().wrapping_add(b.to_bits())))
    }
    /// The difference of the bits as integers, wrapping.
    #[inline(always)]
    pub fn sub_bits(self, other: F4) -> F4 {
        zip(self, other, |a, b| f32::from_bits(a.to_bits().wrapping_sub(b.to_bits())))
    }
    /// The bits as integers, shifted left.
    #[inline(always)]
    pub fn shift_bits_left<const BY: u32>(self) -> F4 {
        map(self, |a| f32::from_bits(a.to_bits() << BY))
    }
    /// The bits as signed integers, shifted right.
    #[inline(always)]
    pub fn shift_bits_right<const BY: u32>(self) -> F4 {
        map(self, |a| f32::from_bits((a.to_bits() as i32 >> BY) as u32))
    }
    /// The bits as signed integers, converted to floats.
    #[inline(always)]
    pub fn float_from_bits(self) -> F4 {
        map(self, |a| a.to_bits() as i32 as f32)
    }
    /// Four vectors as rows of a 4×4 block; gives its columns.
    #[inline(always)]
    pub fn transpose(rows: [F4; 4]) -> [F4; 4] {
        core::array::from_fn(|c| F4(core::array::from_fn(|r| rows[r].0[c])))
    }
}

super::shared_operations!(F4);
