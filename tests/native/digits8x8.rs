//! The bundled digits are what their card says, and the split of them is honest.

use vae_lab::data::{DIGITS8X8, digits8x8, stratified};
use vae_lab::lab::held_out_count;
use vae_lab::weights::digest_hex;

#[test]
fn the_bundled_file_is_the_one_its_checksum_names() {
    let line = include_str!("../../src/data/digits8x8.sha256");
    assert_eq!(line, format!("{}  digits8x8.bin\n", digest_hex(|sha| sha(DIGITS8X8))));
}

#[test]
fn the_bundled_digits_are_those_of_the_source() {
    let data = digits8x8();
    assert_eq!((data.len(), data.height(), data.width(), data.max_level()), (1797, 8, 8, 16));
    assert_eq!(data.labels().ids()[..10], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // The first image and the classes' counts as scikit-learn documents them (load_digits).
    assert_eq!(data.levels(0)[..16], [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
    let count = |class| data.labels().ids().iter().filter(|&&label| label == class).count();
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(count), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
}

#[test]
fn the_split_has_no_overlap_no_gap_and_every_class_in_proportion() {
    let data = digits8x8();
    assert_eq!(held_out_count(data.len()), 297);
    for seed in 0..5 {
        let split = stratified(&data, 297, seed);
        assert_eq!((split.train.len(), split.held_out.len()), (1500, 297));
        let mut all: Vec<u32> = split.train.iter().chain(&split.held_out).copied().collect();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..1797));
        for class in 0..10 {
            let members =
                |part: &[u32]| part.iter().filter(|&&i| data.labels().ids()[i as usize] == class).count() as f64;
            let (train, held_out) = (members(&split.train), members(&split.held_out));
            let expected = (train + held_out) * 297.0 / 1797.0;
            assert!((held_out - expected).abs() <= 1.0, "class {class}: {held_out} for {expected}");
        }
    }
    assert_ne!(stratified(&data, 297, 1), stratified(&data, 297, 2));
    assert_eq!(stratified(&data, 297, 1), stratified(&data, 297, 1));
}
