//! Images to train on: four thick strokes each, with about as much ink as handwritten digits have.

const IMAGES: usize = 3072;
const STROKES: usize = 4;

/// The lab's packed form: a header, a byte a pixel (255 is full ink), a byte a label (255: none).
pub fn packed(side: usize) -> Vec<u8> {
    let side_byte = u8::try_from(side).expect("a side fits a byte");
    let mut bytes = b"VLIM".to_vec();
    bytes.extend([side_byte, side_byte, 8, 255]);
    bytes.extend(u32::try_from(IMAGES).expect("a count fits four bytes").to_le_bytes());
    let mut random = Random(side as u64);
    for _ in 0..IMAGES {
        bytes.extend(image(side, &mut random));
    }
    bytes.extend([255; IMAGES]);
    bytes
}

fn image(side: usize, random: &mut Random) -> Vec<u8> {
    let mut point = || [0.2 + 0.6 * random.uniform(), 0.15 + 0.7 * random.uniform()].map(|part| part * side as f64);
    let points: [[f64; 2]; STROKES + 1] = std::array::from_fn(|_| point());
    // A line is a twelfth of the image thick, at least a pixel and a half, and falls off over one pixel.
    let half_width = (side as f64 / 24.0).max(0.75);
    let centres = (0..side * side).map(|pixel| [(pixel % side) as f64 + 0.5, (pixel / side) as f64 + 0.5]);
    centres
        .map(|centre| {
            let distances = points.windows(2).map(|ends| distance(centre, ends[0], ends[1]));
            let nearest = distances.fold(f64::INFINITY, f64::min);
            (255.0 * (half_width + 0.5 - nearest).clamp(0.0, 1.0)).round() as u8
        })
        .collect()
}

/// From a point to the line between two others.
fn distance([x, y]: [f64; 2], [x0, y0]: [f64; 2], [x1, y1]: [f64; 2]) -> f64 {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let along = (((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    (x - x0 - along * dx).hypot(y - y0 - along * dy)
}

/// SplitMix64 (Steele, Lea & Flood 2014): the same images in every run.
struct Random(u64);

impl Random {
    /// In [0, 1).
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_images_have_about_the_ink_of_handwritten_digits() {
        // Share of pixels with ink in the bundled digits, and in MNIST's.
        for (side, handwritten) in [(8, 0.511), (28, 0.191)] {
            let bytes = packed(side);
            assert_eq!(bytes.len(), 12 + IMAGES * (side * side + 1));
            let pixels = &bytes[12..12 + IMAGES * side * side];
            let inked = pixels.iter().filter(|&&level| level > 0).count() as f64 / pixels.len() as f64;
            assert!((0.6..1.5).contains(&(inked / handwritten)), "side {side}: {inked} of the pixels hold ink");
            assert!(pixels.contains(&255), "side {side}: no pixel is full");
        }
    }
}
