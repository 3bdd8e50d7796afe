//! `vae-lab manifold`

use std::path::{Path, PathBuf};

use clap::Args;
use vae_lab::lab::{PlaneWindow, Session, sheet};

use crate::failure::{Failure, Outcome, read, write};

#[derive(Args)]
pub struct Manifold {
    /// A safetensors file of the lab's names
    #[arg(long)]
    weights: PathBuf,
    /// Where to write the picture
    #[arg(long)]
    out: PathBuf,
    /// Tiles along a side
    #[arg(long, default_value_t = 20)]
    grid: usize,
    /// The plane is drawn from −RANGE to RANGE in both latent dimensions
    #[arg(long, default_value_t = 3.0)]
    range: f32,
}

impl Manifold {
    pub fn run(self) -> Outcome<()> {
        let mut session = Session::from_weights(&read(&self.weights)?)?;
        let (low, high) = (-self.range, self.range);
        let window = PlaneWindow { z1_min: low, z1_max: high, z2_min: low, z2_max: high };
        let ink = sheet(session.manifold(window, self.grid, self.grid)?);
        let (rows, columns) = ink.dim();
        let paper: Vec<u8> = ink.iter().map(|&ink| 255 - ink).collect();
        write(&self.out, &encode(&paper, columns, rows, &self.out)?)
    }
}

fn encode(grey: &[u8], width: usize, height: usize, path: &Path) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(grey));
    written.map_err(|e| Failure::Usage(format!("cannot encode {}: {e}", path.display())))?;
    Ok(bytes)
}
