//! The terms of the bound.

use crate::model::Family;

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
}

impl std::ops::AddAssign for Terms {
    fn add_assign(&mut self, other: Terms) {
        self.recon_nats += other.recon_nats;
        self.kl_nats += other.kl_nats;
    }
}

/// Terms added up over images, so that parts of a set can be added.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TermSums {
    pub images: usize,
    pub sums: Terms,
}

impl TermSums {
    pub fn mean(&self) -> Terms {
        let n = self.images as f64;
        Terms { recon_nats: self.sums.recon_nats / n, kl_nats: self.sums.kl_nats / n }
    }
}

impl std::ops::AddAssign for TermSums {
    fn add_assign(&mut self, other: TermSums) {
        self.images += other.images;
        self.sums += other.sums;
    }
}

/// One of the figures that a model is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    NegElbo,
    Recon,
    Kl,
}

/// How a figure stands to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The sum of the parts.
    Sum,
    /// A part, entering the sum with a plus.
    Part,
}

impl Term {
    /// What is measured of a family, in the order to show it.
    pub fn of(family: Family) -> &'static [Term] {
        match family {
            Family::Vae => &[Term::NegElbo, Term::Recon, Term::Kl],
            Family::Ae => &[Term::Recon],
        }
    }

    /// Its name in files and in JavaScript, unit included.
    pub fn id(self) -> &'static str {
        match self {
            Term::NegElbo => "negElboNats",
            Term::Recon => "reconNats",
            Term::Kl => "klNats",
        }
    }

    pub fn role(self) -> Role {
        match self {
            Term::NegElbo => Role::Sum,
            Term::Recon | Term::Kl => Role::Part,
        }
    }

    pub fn value(self, terms: &Terms) -> f64 {
        match self {
            Term::NegElbo => terms.neg_elbo_nats(),
            Term::Recon => terms.recon_nats,
            Term::Kl => terms.kl_nats,
        }
    }
}
