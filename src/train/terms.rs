//! The terms of the bound.

/// Terms of −ELBO in nats per image, summed over pixels and latents, averaged over images; always at β = 1.
/// For a plain autoencoder `kl_nats` is 0 and the sum is the reconstruction alone: no bound on anything.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Terms {
    /// `−E_q[log p(x|z)]`, one sample of z an image.
    pub recon_nats: f64,
    /// `KL(q(z|x) ‖ p(z))`.
    pub kl_nats: f64,
}

impl Terms {
    pub fn neg_elbo_nats(&self) -> f64 {
        self.recon_nats + self.kl_nats
    }

    pub fn is_finite(&self) -> bool {
        self.recon_nats.is_finite() && self.kl_nats.is_finite()
    }

    /// The mean of images whose terms were added up.
    pub fn mean_of(sum: Terms, images: usize) -> Terms {
        let n = images as f64;
        Terms { recon_nats: sum.recon_nats / n, kl_nats: sum.kl_nats / n }
    }
}

impl std::ops::AddAssign for Terms {
    fn add_assign(&mut self, other: Terms) {
        self.recon_nats += other.recon_nats;
        self.kl_nats += other.kl_nats;
    }
}
