//! `vae-lab manifold`

use std::path::{Path, PathBuf};

use clap::Args;
use vae_lab::lab::{PlaneWindow, sheet};

use crate::describe::whole;
use crate::failure::{Failure, Outcome};
use crate::target::Target;
use crate::weights;

#[derive(Args)]
#[command(allow_negative_numbers = true)]
pub struct Manifold {
    /// A safetensors file of the lab's names
    #[arg(long)]
    weights: PathBuf,
    /// Where to write the picture: a file, whose missing folders are made, or - for standard output
    #[arg(long)]
    out: PathBuf,
    /// Tiles along a side
    #[arg(long, default_value_t = 20, value_parser = whole::<usize>)]
    grid: usize,
    /// The plane is drawn from −RANGE to RANGE in both latent dimensions
    #[arg(long, default_value_t = 3.0)]
    range: f32,
}

impl Manifold {
    pub fn run(self) -> Outcome<()> {
        if !(self.range > 0.0 && self.range.is_finite()) {
            return Err(Failure::Usage(format!("--range: the range must be a number above 0, not {}", self.range)));
        }
        let out = Target::find(&self.out)?;
        let mut session = weights::open(&self.weights)?;
        let (low, high) = (-self.range, self.range);
        let window = PlaneWindow { z1_min: low, z1_max: high, z2_min: low, z2_max: high };
        let ink = sheet(session.manifold(window, self.grid, self.grid)?);
        let (rows, columns) = ink.dim();
        let paper: Vec<u8> = ink.iter().map(|&ink| 255 - ink).collect();
        out.write(&encode(&paper, columns, rows, &self.out)?)
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
