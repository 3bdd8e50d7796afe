//! What is decided of a set, and that it is said.

use std::fs;
use std::io::Read as _;

use flate2::read::GzDecoder;
use vae_lab::data::{Dataset, unpack};
use vae_lab::import::{Choices, Given, Meaning, Opened, Sure};

use super::super::bundle::committed;
use super::super::support::idx;
use super::{read, read_one};

/// Handwriting: test images of MNIST.
fn handwriting() -> Dataset {
    let mut bytes = Vec::new();
    GzDecoder::new(&*fs::read(committed().join("mnist-held-out.bin")).unwrap()).read_to_end(&mut bytes).unwrap();
    unpack(&bytes).unwrap()
}

fn as_idx(data: &Dataset, transposed: bool) -> Vec<u8> {
    let images = data.images();
    let images = if transposed { images.permuted_axes([0, 2, 1]) } else { images };
    idx(8, &[data.len() as u32, 28, 28], &images.iter().copied().collect::<Vec<u8>>())
}

#[test]
fn does_handwriting_on_its_side_show_and_how_surely() {
    let data = handwriting();
    let upright = read_one("images", &as_idx(&data, false)).unwrap();
    assert_eq!(upright.preview.transposed, Sure::No);
    assert_eq!(upright.data.images(), data.images());
    let turned = as_idx(&data, true);
    let unnamed = read_one("images", &turned).unwrap();
    assert_eq!((unnamed.preview.transposed, unnamed.preview.choices.transpose), (Sure::Likely, Some(false)));
    assert!(unnamed.preview.wider > 0.8, "{}", unnamed.preview.wider);
    let named = read_one("emnist-digits-test-images-idx3-ubyte", &turned).unwrap();
    assert_eq!((named.preview.transposed, named.preview.choices.transpose), (Sure::Certain, Some(true)));
    assert_eq!(named.data.images(), data.images());
    // A set under that name that stands upright already.
    let mended = read_one("emnist-upright", &as_idx(&data, false)).unwrap();
    assert_eq!(mended.preview.transposed, Sure::No);
    assert_eq!(mended.data.images(), data.images());
}

#[test]
fn are_values_taken_for_the_narrowest_usual_scale() {
    let scale = |values: [f64; 2], whole| {
        let Meaning { low, high } = Meaning::of(values[0], values[1], whole);
        (low, high)
    };
    assert_eq!(scale([0.0, 1.0], true), (0.0, 1.0));
    assert_eq!(scale([0.02, 0.98], false), (0.0, 1.0));
    assert_eq!(scale([-1.0, 0.5], false), (-1.0, 1.0));
    assert_eq!(scale([0.0, 16.0], true), (0.0, 16.0));
    assert_eq!(scale([0.0, 15.5], false), (0.0, 255.0));
    assert_eq!(scale([0.0, 254.0], true), (0.0, 255.0));
    assert_eq!(scale([-128.0, 100.0], true), (-128.0, 127.0));
    assert_eq!(scale([0.0, 4000.0], true), (0.0, 65535.0));
    assert_eq!(scale([-3.5, 900.0], false), (-3.5, 900.0));
}

#[test]
fn are_equal_and_empty_images_counted() {
    let mut pixels: Vec<u8> = (0..5 * 64).map(|i| (i * i % 251) as u8).collect();
    pixels.copy_within(0..64, 128);
    pixels[192..256].fill(9);
    let preview = read_one("five.idx", &idx(8, &[5, 8, 8], &pixels)).unwrap().preview;
    assert_eq!((preview.duplicates, preview.constant), (1, 1));
}

#[test]
fn is_a_draw_of_many_the_same_again_and_in_order() {
    let data = handwriting();
    let files = vec![("images".to_owned(), as_idx(&data, false))];
    let draw = |seed| read(&files, &Choices { at_most: 50, seed, ..Choices::default() }).unwrap();
    let drawn = draw(3);
    assert_eq!((drawn.data.len(), drawn.preview.found), (50, 300));
    assert_eq!(drawn.data, draw(3).data);
    assert_ne!(drawn.data.images(), draw(4).data.images());
    let place = |i: usize| (0..data.len()).find(|&at| data.levels(at) == drawn.data.levels(i)).unwrap();
    let places: Vec<usize> = (0..50).map(place).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn is_a_picture_that_others_decoded_taken_as_it_is() {
    let pixels = |shade: u8| [shade, shade, shade, 255].repeat(64);
    let (dark, grey) = (pixels(0), pixels(60));
    let given = vec![Given::picture("a.jpg", 8, 8, &dark), Given::picture("b.jpg", 8, 8, &grey)];
    let read = Opened::open(given).unwrap().read(&Choices::default()).unwrap();
    assert_eq!((read.data.levels(0), read.data.levels(1)), (&[0; 64][..], &[60; 64][..]));
    let short = Opened::open(vec![Given::picture("c.jpg", 8, 9, &dark)]).err().unwrap();
    assert_eq!(short.code(), "cut");
}

#[test]
fn are_pictures_that_a_browser_decodes_handed_out_and_taken_back_in_their_order() {
    let pixels = |shade: u8| [shade, shade, shade, 255].repeat(64);
    let shades = [pixels(10), pixels(20)];
    let files = ["a.jpg", "b.gif", "c.webp", "d.avif"];
    let firsts: [&[u8]; 4] = [b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x1cftypavif"];
    let given = files.iter().zip(firsts).map(|(name, bytes)| Given::bytes(name, bytes)).collect();
    let mut opened = Opened::open(given).unwrap();
    assert_eq!(opened.read(&Choices::default()).err().unwrap().file, "a.jpg", "nobody has decoded them");
    opened.undecoded();
    for shade in &shades {
        let first = opened.foreign().front().unwrap().bytes();
        assert!(firsts.contains(&first));
        opened.decoded(8, 8, shade).unwrap();
    }
    let read = opened.read(&Choices { invert: Some(false), ..Choices::default() }).unwrap();
    assert_eq!((read.data.levels(0)[0], read.data.levels(1)[0]), (10, 20));
    let skipped: Vec<&str> = read.preview.skipped.iter().map(|skipped| &*skipped.path).collect();
    assert_eq!(skipped, ["a.jpg", "d.avif"]);
    assert_eq!(opened.decoded(9, 9, &shades[0]).err().unwrap().file, "d.avif");
}
