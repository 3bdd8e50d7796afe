//! The bundled digits: 1,797 images of 8×8, levels 0–16.
//!
//! The test set of the UCI "Optical Recognition of Handwritten Digits" (Alpaydin & Kaynak 1998, CC BY 4.0) as
//! scikit-learn bundles it. `digits8x8.bin` lies beside this file with its licence, its checksum and the script that
//! made it. On the web the page fetches the file beside the module instead: it would double the module's size.

#[cfg(not(target_arch = "wasm32"))]
/// The bytes of the bundled file, in the form of [`super::unpack`].
pub const DIGITS8X8: &[u8] = include_bytes!("digits8x8.bin");

/// The bundled digits.
#[cfg(not(target_arch = "wasm32"))]
pub fn digits8x8() -> super::Dataset {
    super::unpack(DIGITS8X8).expect("the bundled file is checked by a test").named("digits8x8")
}
