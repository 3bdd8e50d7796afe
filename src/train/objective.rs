//! The objective: `loss = (1/B) Σ_B (reconstruction + β · KL)`, and its gradient; for a plain autoencoder the
//! reconstruction alone.
//!
//! `−ELBO = −E_q[log p(x|z)] + KL(q(z|x) ‖ p(z))` (Kingma & Welling 2014, equation 3), with one sample of z an image.
//! ε is an argument (a buffer of the workspace), so that the loss is a deterministic function.

use std::ops::Range;

use super::phase::Pass;
use super::{TermSums, Terms, TrainWorkspace};
use crate::model::{Autoencoder, Family, Model, Workspace, kl_nats, latent_gradient};
use crate::num::{Real, Shared};

/// What a variational model's loss bounds log p(x) by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    /// One sample of z an image, the KL term in closed form.
    #[default]
    Elbo,
}

/// The constants of one step's loss.
#[derive(Clone, Copy, Debug)]
pub struct Objective<T> {
    pub bound: Bound,
    /// Weight of an image, 1/B.
    pub image_weight: T,
    pub beta: T,
}

/// KL of row `r` from the head and σ left by the latent pass.
fn kl_of_row<T: Real>(wiring: &Autoencoder, ws: &Workspace<T>, r: usize) -> T {
    match wiring.spec().family {
        Family::Ae => T::zero(),
        Family::Vae => {
            let (mu, logvar) = ws.head().row(r).split_at(wiring.spec().latent);
            let mut variance = [T::zero(); crate::model::MAX_LATENT];
            let variance = &mut variance[..mu.len()];
            for (v, &sigma) in variance.iter_mut().zip(ws.sigma.row(r)) {
                *v = sigma * sigma;
            }
            kl_nats(mu, logvar, variance)
        }
    }
}

impl<T: Real> Objective<T> {
    /// A pass over batch rows `rows`, of which x and ε are filled: leaves each image's terms and the gradients of every
    /// op's output. Whether all of its terms are finite.
    ///
    /// # Safety
    /// Nobody else uses those rows of `ws` meanwhile.
    pub unsafe fn rows(
        &self,
        pass: Pass,
        model: &Model<T>,
        transposed: &Shared<T>,
        ws: &TrainWorkspace<T>,
        rows: Range<usize>,
    ) -> bool {
        match (pass, self.bound) {
            // SAFETY: the caller's promise.
            (Pass::Bound, Bound::Elbo) => unsafe { self.elbo(model, transposed.all(), ws, rows) },
        }
    }

    /// # Safety
    /// As [`Self::rows`].
    unsafe fn elbo(&self, model: &Model<T>, transposed: &[T], ws: &TrainWorkspace<T>, rows: Range<usize>) -> bool {
        let (wiring, params, f) = (&model.wiring, model.params(), &ws.forward);
        // SAFETY, here and below: the rows are the caller's alone; each call writes buffers it does not read.
        unsafe {
            wiring.encode(params, f.x.matrix(rows.clone()), f, rows.clone());
            wiring.latent(f, rows.clone());
            wiring.decode(params, f.z.matrix(rows.clone()), f, rows.clone());
        }
        let likelihood = wiring.likelihood(params);
        let (recon, kl) = unsafe { (ws.recon.slice_mut(rows.clone()), ws.kl.slice_mut(rows.clone())) };
        let mut finite = true;
        for (i, r) in rows.clone().enumerate() {
            let (doutput, dlog_sd) = unsafe { (f.decoder.d_output().row_mut(r), ws.dlog_sd.row_mut(r)) };
            let score = likelihood.score(f.output().row(r), f.x.row(r), self.image_weight, Some(doutput));
            dlog_sd[0] = self.image_weight * score.dlog_sd;
            (recon[i], kl[i]) = (score.nats, kl_of_row(wiring, f, r));
            finite &= recon[i].is_finite() && kl[i].is_finite();
        }
        unsafe { wiring.decoder.backward(transposed, &f.decoder, Some(&ws.dz), rows.clone()) };
        let kl_weight = self.image_weight * self.beta;
        for r in rows.clone() {
            let dhead = unsafe { f.encoder.d_output().row_mut(r) };
            match wiring.spec().family {
                Family::Vae => {
                    let (head, epsilon) = (f.head().row(r), f.epsilon.row(r));
                    latent_gradient(head, epsilon, f.sigma.row(r), ws.dz.row(r), kl_weight, dhead);
                }
                Family::Ae => dhead.copy_from_slice(ws.dz.row(r)),
            }
        }
        unsafe { wiring.encoder.backward(transposed, &f.encoder, None, rows) };
        finite
    }
}

/// The terms of the first `images` rows of `ws`, of which x and ε are filled, added up over images.
pub fn evaluate<T: Real>(model: &Model<T>, ws: &mut Workspace<T>, images: usize) -> TermSums {
    let (wiring, params) = (&model.wiring, model.params());
    // SAFETY: `ws` is borrowed exclusively.
    unsafe {
        wiring.encode(params, ws.x.matrix(0..images), ws, 0..images);
        wiring.latent(ws, 0..images);
        wiring.decode(params, ws.z.matrix(0..images), ws, 0..images);
    }
    let likelihood = wiring.likelihood(params);
    let mut sums = Terms::default();
    for r in 0..images {
        let score = likelihood.score(ws.output().row(r), ws.x.row(r), T::one(), None);
        sums += Terms { recon_nats: score.nats.to_f64(), kl_nats: kl_of_row(wiring, ws, r).to_f64() };
    }
    TermSums { images, sums }
}
