//! The dense autoencoder, plain or variational: an encoder stack, a latent code, a mirrored decoder stack.
//!
//! `e: x (I) → (μ, log σ²) (2Z)` or `z (Z)`; `d: z (Z) → logits (I)`; pixels are `σ(logits)`.

use std::ops::Range;

use super::{CheckedSpec, Workspace, sample};
use crate::nn::{Dense, Stack};
use crate::num::{Layout, Real, Shared};

/// The wiring of a model: shapes and spans, no numbers.
#[derive(Clone, Debug)]
pub struct Autoencoder {
    spec: CheckedSpec,
    layout: Layout,
    transposed_len: usize,
    pub encoder: Stack,
    pub decoder: Stack,
}

impl Autoencoder {
    pub fn new(spec: CheckedSpec) -> Self {
        let mut layout = Layout::default();
        let pixels = spec.pixels();
        let mut widths = vec![pixels];
        widths.extend(&spec.hidden);
        widths.push(spec.encoder_outputs());
        let mut encoder = Stack::new(&mut layout, "encoder", &widths, spec.activation);
        widths.clear();
        widths.push(spec.latent);
        widths.extend(spec.hidden.iter().rev());
        widths.push(pixels);
        let mut decoder = Stack::new(&mut layout, "decoder", &widths, spec.activation);
        // Nobody asks for the gradient of an image; of z, the encoder does.
        let transposed_len = encoder.with_transposed(1, 0);
        let transposed_len = decoder.with_transposed(0, transposed_len);
        Autoencoder { spec, layout, transposed_len, encoder, decoder }
    }

    pub fn spec(&self) -> &CheckedSpec {
        &self.spec
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Every layer, encoder first.
    pub fn layers(&self) -> impl Iterator<Item = &Dense> {
        self.encoder.layers().iter().chain(self.decoder.layers())
    }

    /// The transposed weights that the backward pass reads, made from `params`.
    pub fn transpose<T: Real>(&self, params: &[T]) -> Shared<T> {
        let transposed = Shared::new(vec![T::zero(); self.transposed_len]);
        for layer in self.layers() {
            for p in 0..layer.panels() {
                // SAFETY: `transposed` is not shared yet.
                unsafe { layer.refresh_transposed(&params[layer.weight_panel(p)], p, &transposed) };
            }
        }
        transposed
    }

    /// The encoder's pass over rows `rows` of `ws.x`: fills the head (μ and log σ², or z).
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile.
    pub unsafe fn encode<T: Real>(&self, params: &[T], ws: &Workspace<T>, rows: Range<usize>) {
        // SAFETY: the caller's promise.
        unsafe { self.encoder.forward(params, &ws.x, &ws.encoded, rows) }
    }

    /// From the head to z for rows `rows`: sampled with `ws.epsilon` (VAE), or copied (autoencoder).
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile.
    pub unsafe fn latent<T: Real>(&self, ws: &Workspace<T>, rows: Range<usize>) {
        for r in rows {
            // SAFETY: the caller's promise; z and sigma are different buffers.
            let (z, sigma) = unsafe { (ws.z.row_mut(r), ws.sigma.row_mut(r)) };
            if self.spec.is_vae() {
                sample(ws.head().row(r), ws.epsilon.row(r), sigma, z);
            } else {
                z.copy_from_slice(ws.head().row(r));
            }
        }
    }

    /// The decoder's pass over rows `rows` of `ws.z`: fills the logits.
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile.
    pub unsafe fn decode<T: Real>(&self, params: &[T], ws: &Workspace<T>, rows: Range<usize>) {
        // SAFETY: the caller's promise.
        unsafe { self.decoder.forward(params, &ws.z, &ws.decoded, rows) }
    }
}
