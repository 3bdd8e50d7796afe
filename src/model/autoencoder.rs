//! The autoencoder, plain or variational: an encoder, a latent code, a mirrored decoder.
//!
//! `e: x (I) → (μ, log σ²) (2Z)` or `z (Z)`; `d: z (Z) → output (I)`, whose meaning is the likelihood's.

use std::ops::Range;

use super::body::WINDOW;
use super::{Body, CheckedSpec, Family, Likelihood, Scored, Workspace, sample};
use crate::nn::{Activation, Constant, Net, Op};
use crate::num::gemm::Matrix;
use crate::num::{Layout, Real, Shared};

/// The wiring of a model: shapes and spans, no numbers.
#[derive(Clone, Debug)]
pub struct Autoencoder {
    spec: CheckedSpec,
    layout: Layout,
    transposed_len: usize,
    pub encoder: Net,
    pub decoder: Net,
    /// log s of a Gaussian likelihood whose s is learned.
    scale: Option<Op>,
}

impl Autoencoder {
    pub fn new(spec: CheckedSpec) -> Self {
        let mut layout = Layout::default();
        let (mut encoder, mut decoder) = match &spec.body {
            Body::Linear => dense_nets(&mut layout, &spec, &[], None),
            Body::Dense { hidden, activation } => dense_nets(&mut layout, &spec, hidden, Some(*activation)),
            Body::Conv { channels } => {
                let (image, relu) = ([spec.height, spec.width], Activation::Relu);
                (
                    Net::down(&mut layout, "encoder", WINDOW, image, channels, spec.encoder_outputs(), relu),
                    Net::up(&mut layout, "decoder", WINDOW, image, channels, spec.latent, relu),
                )
            }
        };
        let log_sd = |layout| Op::Constant(Constant::new(layout, "log_sd", 1, Likelihood::START_LOG_SD));
        let scale = spec.likelihood.is_learned().then(|| log_sd(&mut layout));
        // Nobody asks for the gradient of an image; of z, the encoder does.
        let transposed_len = encoder.with_transposed(false, 0);
        let transposed_len = decoder.with_transposed(true, transposed_len);
        Autoencoder { spec, layout, transposed_len, encoder, decoder, scale }
    }

    pub fn spec(&self) -> &CheckedSpec {
        &self.spec
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Images that have to stay together when a batch is shared out.
    pub fn grain(&self) -> usize {
        self.encoder.grain().max(self.decoder.grain())
    }

    /// log s, where it is learned.
    pub fn scale(&self) -> Option<&Op> {
        self.scale.as_ref()
    }

    /// Every op that has parameters: the encoder's, the decoder's, the likelihood's.
    pub fn ops(&self) -> impl Iterator<Item = &Op> {
        self.encoder.ops().iter().chain(self.decoder.ops()).chain(&self.scale)
    }

    /// The likelihood with its numbers.
    pub fn likelihood<T: Real>(&self, params: &[T]) -> Scored<T> {
        let log_sd = self.scale.as_ref().and_then(Op::constant);
        self.spec.likelihood.scored(log_sd.map(|log_sd| log_sd.values(params)[0]))
    }

    /// The transposed weights that the backward pass reads, made from `params`.
    pub fn transpose<T: Real>(&self, params: &Shared<T>) -> Shared<T> {
        let mut transposed = Shared::new(vec![T::zero(); self.transposed_len]);
        self.ops().for_each(|op| op.refresh_all(params, &mut transposed));
        transposed
    }

    /// The encoder's pass: fills the head (μ and log σ², or z) for rows `rows` from `x`, which holds those rows alone.
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile.
    pub unsafe fn encode<T: Real>(&self, params: &[T], x: Matrix<T>, ws: &Workspace<T>, rows: Range<usize>) {
        // SAFETY: the caller's promise.
        unsafe { self.encoder.forward(params, x, &ws.encoder, rows) }
    }

    /// From the head to z for images `rows`: each sample of them drawn with its row of `ws.epsilon` (VAE), or a copy
    /// (autoencoder).
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile, nor those of their samples.
    pub unsafe fn latent<T: Real>(&self, ws: &Workspace<T>, rows: Range<usize>) {
        for s in rows.start * ws.samples..rows.end * ws.samples {
            let r = s / ws.samples;
            // SAFETY: the caller's promise; z and sigma are different buffers.
            let (z, sigma) = unsafe { (ws.z.row_mut(s), ws.sigma.row_mut(r)) };
            match self.spec.family {
                Family::Vae => sample(ws.head().row(r), ws.epsilon.row(s), sigma, z),
                Family::Ae => z.copy_from_slice(ws.head().row(r)),
            }
        }
    }

    /// The decoder's pass: fills the output for rows `rows` from `z`, which holds those rows alone.
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile.
    pub unsafe fn decode<T: Real>(&self, params: &[T], z: Matrix<T>, ws: &Workspace<T>, rows: Range<usize>) {
        // SAFETY: the caller's promise.
        unsafe { self.decoder.forward(params, z, &ws.decoder, rows) }
    }
}

/// Fully connected encoder and decoder.
fn dense_nets(layout: &mut Layout, spec: &CheckedSpec, hidden: &[usize], activation: Option<Activation>) -> (Net, Net) {
    let mut widths = vec![spec.pixels()];
    widths.extend(hidden);
    widths.push(spec.encoder_outputs());
    let encoder = Net::dense(layout, "encoder", &widths, activation);
    widths.clear();
    widths.push(spec.latent);
    widths.extend(hidden.iter().rev());
    widths.push(spec.pixels());
    (encoder, Net::dense(layout, "decoder", &widths, activation))
}
