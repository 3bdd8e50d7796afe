//! The objective: `loss = (1/B) Σ_B (reconstruction + β · KL)`, and its gradient; for a plain autoencoder the
//! reconstruction alone.
//!
//! `−ELBO = −E_q[log p(x|z)] + KL(q(z|x) ‖ p(z))` (Kingma & Welling 2014, equation 3), with one sample of z an image.
//! ε is an argument (a buffer of the workspace), so that the loss is a deterministic function.

use std::ops::Range;

use super::{Terms, TrainWorkspace};
use crate::model::{Autoencoder, Workspace, kl_nats, latent_gradient};
use crate::num::{Real, vecmath};

/// The constants of one step's loss.
#[derive(Clone, Copy, Debug)]
pub struct Objective<T> {
    /// Weight of an image, 1/B.
    pub image_weight: T,
    pub beta: T,
}

/// KL of row `r` from the head and σ left by the latent pass.
fn kl_of_row<T: Real>(model: &Autoencoder, ws: &Workspace<T>, r: usize) -> T {
    if !model.spec().is_vae() {
        return T::zero();
    }
    let (mu, logvar) = ws.head().row(r).split_at(model.spec().latent);
    let mut variance = [T::zero(); crate::model::MAX_LATENT];
    let variance = &mut variance[..mu.len()];
    for (v, &sigma) in variance.iter_mut().zip(ws.sigma.row(r)) {
        *v = sigma * sigma;
    }
    kl_nats(mu, logvar, variance)
}

impl<T: Real> Objective<T> {
    /// Forward and backward for batch rows `rows`, of which x and ε are filled: leaves each image's terms and the
    /// gradients of every layer's output.
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile.
    pub unsafe fn rows(
        &self,
        model: &Autoencoder,
        params: &[T],
        transposed: &[T],
        ws: &TrainWorkspace<T>,
        rows: Range<usize>,
    ) {
        let f = &ws.forward;
        // SAFETY, here and below: the rows are the caller's alone; each call writes buffers it does not read.
        unsafe {
            model.encode(params, f, rows.clone());
            model.latent(f, rows.clone());
            model.decode(params, f, rows.clone());
        }
        let dlogits = ws.d_decoded.last().expect("a stack has a layer");
        let (recon, kl) = unsafe { (ws.recon.slice_mut(rows.clone()), ws.kl.slice_mut(rows.clone())) };
        for (i, r) in rows.clone().enumerate() {
            let dlogits = unsafe { dlogits.row_mut(r) };
            recon[i] = vecmath::bernoulli(f.logits().row(r), f.x.row(r), self.image_weight, Some(dlogits));
            kl[i] = kl_of_row(model, f, r);
        }
        unsafe { model.decoder.backward(transposed, &f.decoded, &ws.d_decoded, Some(&ws.dz), rows.clone()) };
        let dhead = ws.d_encoded.last().expect("a stack has a layer");
        let kl_weight = self.image_weight * self.beta;
        for r in rows.clone() {
            let dhead = unsafe { dhead.row_mut(r) };
            if model.spec().is_vae() {
                let (head, epsilon) = (f.head().row(r), f.epsilon.row(r));
                latent_gradient(head, epsilon, f.sigma.row(r), ws.dz.row(r), kl_weight, dhead);
            } else {
                dhead.copy_from_slice(ws.dz.row(r));
            }
        }
        unsafe { model.encoder.backward(transposed, &f.encoded, &ws.d_encoded, None, rows) };
    }
}

/// The terms of the first `images` rows of `ws`, of which x and ε are filled, added up over images.
pub fn evaluate<T: Real>(model: &Autoencoder, params: &[T], ws: &mut Workspace<T>, images: usize) -> Terms {
    // SAFETY: `ws` is borrowed exclusively.
    unsafe {
        model.encode(params, ws, 0..images);
        model.latent(ws, 0..images);
        model.decode(params, ws, 0..images);
    }
    let mut sum = Terms::default();
    for r in 0..images {
        let recon = vecmath::bernoulli(ws.logits().row(r), ws.x.row(r), T::one(), None);
        sum += Terms { recon_nats: recon.to_f64(), kl_nats: kl_of_row(model, ws, r).to_f64() };
    }
    sum
}
