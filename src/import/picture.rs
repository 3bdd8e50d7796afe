//! PNG, of every kind: grey, colour, palette, 1 to 16 bits, with or without transparency, turned by its EXIF note.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Transformations};

use super::Fault;
use super::limits::{DEFLATE_RATIO, MAX_PICTURE};
use super::stack::{Raster, luminance};

/// A decoded picture, its greys from 0 to 255 whatever its depth.
pub struct Picture {
    pub raster: Raster,
    /// 0 clear, 1 opaque; none where all of it is opaque.
    pub opacity: Option<Vec<f32>>,
    pub colour: bool,
}

impl Picture {
    /// Over paper of one grey.
    pub fn over(mut self, paper: f64) -> Raster {
        for (value, &opacity) in self.raster.values.iter_mut().zip(self.opacity.iter().flatten()) {
            *value = *value * f64::from(opacity) + paper * (1.0 - f64::from(opacity));
        }
        self.raster
    }

    /// The mean of what is seen, and how much is: 0 to 255, and a number of pixels.
    pub fn seen(&self) -> Option<(f64, f64)> {
        let opacity = self.opacity.as_ref()?;
        let weights = || opacity.iter().map(|&opacity| f64::from(opacity));
        Some((self.raster.values.iter().zip(weights()).map(|(value, weight)| value * weight).sum(), weights().sum()))
    }

    /// From rows of so many samples a pixel, each in units of `unit` a level.
    fn of(height: usize, width: usize, channels: usize, samples: impl Fn(usize) -> f64, unit: f64) -> Picture {
        let (has_colour, has_opacity) = (channels >= 3, channels.is_multiple_of(2));
        let (mut values, mut opacity, mut colour) = (Vec::with_capacity(height * width), Vec::new(), false);
        for pixel in 0..height * width {
            let at = |channel: usize| samples(pixel * channels + channel) / unit;
            values.push(if has_colour { luminance(at(0), at(1), at(2)) } else { at(0) });
            colour |= has_colour && (at(0) != at(1) || at(1) != at(2));
            if has_opacity {
                opacity.push((at(channels - 1) / 255.0) as f32);
            }
        }
        let opacity = Some(opacity).filter(|opacity| opacity.iter().any(|&opacity| opacity < 1.0));
        Picture { raster: Raster { height, width, values }, opacity, colour }
    }

    /// Red, green, blue and opacity, a byte each.
    pub fn of_rgba(height: usize, width: usize, pixels: &[u8]) -> Picture {
        Picture::of(height, width, 4, |at| f64::from(pixels[at]), 1.0)
    }
}

/// # Errors
/// When it is damaged or too large.
pub fn decode(bytes: &[u8]) -> Result<Picture, Fault> {
    let damaged = |error: png::DecodingError| Fault::Damaged(error.to_string().trim_end_matches('.').to_owned());
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: 8 * MAX_PICTURE });
    decoder.set_transformations(Transformations::EXPAND);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let info = decoder.read_header_info().map_err(damaged)?;
    let (width, height) = (info.width as usize, info.height as usize);
    if width.checked_mul(height).is_none_or(|pixels| pixels > MAX_PICTURE) {
        return Err(Fault::LargePicture { width, height });
    }
    // As the file has it; what it is expanded to is larger.
    let raw = info.raw_bytes().saturating_sub(height);
    if raw > bytes.len().saturating_mul(DEFLATE_RATIO) {
        return Err(Fault::Cut { promised: raw as u64, there: bytes.len() as u64 });
    }
    let mut reader = decoder.read_info().map_err(damaged)?;
    let size = reader.output_buffer_size().ok_or(Fault::LargePicture { width, height })?;
    let mut buffer = vec![0; size];
    reader.next_frame(&mut buffer).map_err(damaged)?;
    let (kind, depth) = reader.output_color_type();
    let channels = match kind {
        ColorType::Grayscale => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
        ColorType::Indexed => return Err(Fault::Damaged("its palette is missing".into())),
    };
    let picture = if depth == BitDepth::Sixteen {
        let sample = |at: usize| f64::from(u16::from_be_bytes([buffer[2 * at], buffer[2 * at + 1]]));
        Picture::of(height, width, channels, sample, 257.0)
    } else {
        Picture::of(height, width, channels, |at| f64::from(buffer[at]), 1.0)
    };
    let exif = reader.info().exif_metadata.as_deref().unwrap_or_default();
    Ok(turned(picture, orientation(exif)))
}

/// EXIF's tag 0x0112, from 1 (as it is) to 8.
fn orientation(exif: &[u8]) -> u16 {
    let little = exif.starts_with(b"II");
    let short = |at: usize| {
        let bytes = [*exif.get(at)?, *exif.get(at + 1)?];
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let halves = (usize::from(short(at)?), usize::from(short(at + 2)?));
        Some(if little { halves.0 | halves.1 << 16 } else { halves.0 << 16 | halves.1 })
    };
    let find = || {
        let directory = long(4)?;
        let entries = usize::from(short(directory)?);
        let entry = (0..entries).map(|i| directory + 2 + 12 * i).find(|&at| short(at) == Some(0x0112))?;
        short(entry + 8)
    };
    find().filter(|value| (1..=8).contains(value)).unwrap_or(1)
}

/// As it is to be seen.
fn turned(picture: Picture, orientation: u16) -> Picture {
    if orientation == 1 {
        return picture;
    }
    let (height, width) = (picture.raster.height, picture.raster.width);
    let swapped = orientation >= 5;
    let (new_height, new_width) = if swapped { (width, height) } else { (height, width) };
    let source = |y: usize, x: usize| {
        let (y, x) = if swapped { (x, y) } else { (y, x) };
        let flip_y = matches!(orientation, 3 | 4 | 6 | 7);
        let flip_x = matches!(orientation, 2 | 3 | 7 | 8);
        (if flip_y { height - 1 - y } else { y }) * width + if flip_x { width - 1 - x } else { x }
    };
    let places = || (0..new_height).flat_map(|y| (0..new_width).map(move |x| (y, x)));
    let values = places().map(|(y, x)| picture.raster.values[source(y, x)]).collect();
    let opacity = picture.opacity.as_ref();
    let opacity = opacity.map(|opacity| places().map(|(y, x)| opacity[source(y, x)]).collect());
    Picture { raster: Raster { height: new_height, width: new_width, values }, opacity, ..picture }
}
