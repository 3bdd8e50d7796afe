//! `F4`: four `f32` side by side, the one vector type of the kernels.
//!
//! | build | vectors | [`F4::mul_add`] |
//! |---|---|---|
//! | wasm32 `+simd128` | `v128` | multiply, then add: *strict* |
//! | wasm32 `+simd128,+relaxed-simd` | `v128` | `relaxed_madd`: fused where the engine fuses |
//! | x86-64 | SSE2 | strict |
//! | x86-64 `+fma` | SSE2 and FMA, 128 bits wide | fused |
//! | any other | an array | strict |
//!
//! Every operation but `mul_add` is exactly rounded or a movement of bits, so all strict builds compute the same bits
//! (a NaN stays a NaN everywhere, but its payload is the machine's own).
//!
//! Why its `unsafe` is sound: the x86 intrinsics are part of every x86-64 build that compiles them, and [`F4::read`] and
//! [`F4::write`] pass their bound on to the caller.

#[cfg(any(test, not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))))]
#[cfg_attr(test, allow(dead_code, reason = "as an oracle it is asked for its arithmetic only"))]
mod scalar;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
pub use scalar::F4;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use wasm::F4;
#[cfg(target_arch = "x86_64")]
pub use x86::F4;

/// Elements of an [`F4`].
pub const LANES: usize = 4;

/// Whether [`F4::mul_add`] rounds once (or may: the relaxed instruction leaves that to the engine).
pub const FUSED: bool = cfg!(any(
    all(target_arch = "wasm32", target_feature = "simd128", target_feature = "relaxed-simd"),
    all(target_arch = "x86_64", target_feature = "fma")
));

/// The arithmetic operators and the movements that every form of `F4` builds from its own few operations.
macro_rules! shared_operations {
    ($F4:ident) => {
        impl $F4 {
            /// Rows of vectors, all 0. (`[[F4::splat(0.0); C]; R]` is a loop that fills memory, and the rows stay there.)
            #[inline(always)]
            pub fn zeros<const R: usize, const C: usize>() -> [[$F4; C]; R] {
                // SAFETY: a vector is four f32, whose zero bits are 0.0.
                unsafe { core::mem::zeroed() }
            }

            /// # Panics
            /// When `values` is shorter than a vector.
            #[inline(always)]
            pub fn from_slice(values: &[f32]) -> $F4 {
                $F4::load(values[..$crate::num::lanes::LANES].try_into().expect("four values"))
            }

            /// # Panics
            /// When `values` is shorter than a vector.
            #[inline(always)]
            pub fn to_slice(self, values: &mut [f32]) {
                self.store((&mut values[..$crate::num::lanes::LANES]).try_into().expect("four values"));
            }

            #[inline(always)]
            pub fn to_array(self) -> [f32; 4] {
                let mut values = [0.0; 4];
                self.store(&mut values);
                values
            }

            /// `(v₀ + v₂) + (v₁ + v₃)`
            #[inline(always)]
            pub fn sum(self) -> f32 {
                let v = self.to_array();
                (v[0] + v[2]) + (v[1] + v[3])
            }
        }

        impl core::ops::Add for $F4 {
            type Output = $F4;
            #[inline(always)]
            fn add(self, other: $F4) -> $F4 {
                self.plus(other)
            }
        }
        impl core::ops::Sub for $F4 {
            type Output = $F4;
            #[inline(always)]
            fn sub(self, other: $F4) -> $F4 {
                self.minus(other)
            }
        }
        impl core::ops::Mul for $F4 {
            type Output = $F4;
            #[inline(always)]
            fn mul(self, other: $F4) -> $F4 {
                self.times(other)
            }
        }
        impl core::ops::Div for $F4 {
            type Output = $F4;
            #[inline(always)]
            fn div(self, other: $F4) -> $F4 {
                self.over(other)
            }
        }
    };
}
use shared_operations;

#[cfg(test)]
mod tests;
