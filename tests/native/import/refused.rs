//! Bad files: each ends in a sentence that names the file, what is wrong and what to do, and in no large allocation; what
//! is good beside them is read.

use std::fs;
use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use vae_lab::import::{Choices, Given, ImportError, LabelSource, Opened, Read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::allocation::largest_allocation_of;
use super::super::support::idx;
use super::{folder, read, read_one};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip_of<'a>(members: impl IntoIterator<Item = (String, &'a [u8])>, method: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An image of noise that no other equals, as PNG.
fn noise(seed: usize) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 8, 8);
    encoder.set_color(png::ColorType::Grayscale);
    let pixels: Vec<u8> = (0..64).map(|i| (seed * 31 + i * i * 7 + seed * i) as u8).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    file
}

fn npy(header: &str, body: &[u8]) -> Vec<u8> {
    [b"\x93NUMPY\x01\0", &(header.len() as u16).to_le_bytes()[..], header.as_bytes(), body].concat()
}

#[track_caller]
fn sentence(error: &ImportError, name: &str, code: &str) {
    assert_eq!(error.code(), code, "{error}");
    let text = error.to_string();
    assert!(text.starts_with(name) && text.ends_with('.') && text.matches(". ").count() >= 1, "{text}");
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], code: &str) -> ImportError {
    let (outcome, largest) = largest_allocation_of(|| read_one(name, bytes));
    let error = outcome.map(|read| read.preview).expect_err(name);
    assert!(largest <= (1 << 18) + 16 * bytes.len(), "{name}: {largest} bytes at once for {}", bytes.len());
    sentence(&error, name, code);
    error
}

#[test]
fn is_each_bad_file_named_with_its_cause_and_a_remedy() {
    let images = fixture("idx/images.bin");
    refused("empty.idx", &[], "empty");
    refused("cut.idx", &images[..images.len() - 1], "cut");
    refused("head.idx", &images[..9], "cut");
    refused("long.idx", &[&images[..], &[0]].concat(), "long");
    refused("huge.idx", &idx(8, &[u32::MAX, u32::MAX, u32::MAX, u32::MAX], &[0; 8]), "cut");
    refused("magic.bin", &[1, 2, 3, 4, 0xff, 0xfe, 0, 9], "unknown");
    refused("none.idx", &idx(8, &[0, 8, 8], &[]), "no_images");
    refused("flat.idx", &idx(8, &[3, 0, 8], &[]), "shape");
    refused("one.idx", &idx(8, &[1, 8, 8], &[7; 64]), "too_few");
    refused("labels.idx", &fixture("idx/labels.bin"), "labels_alone");
    refused("page.gz", b"<!DOCTYPE html><html><body>Not found</body></html>", "html");
    refused("page", &gzip(b"\n  <html><body>Not found</body></html>"), "html");
    refused("mnist.gz", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9912422\n", "lfs");
    refused("cut.gz", &fixture("idx/packed")[..100], "damaged");
    refused("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "picture");
    refused("notes.txt", b"Dear reader,\nthis is a letter, and no table.\n", "text");
    refused("model.pt", &[0x80, 2, b'}', b'q', 0, b'.'], "pickle");
    refused("digits.h5", b"\x89HDF\r\n\x1a\n", "hdf5");
}

#[test]
fn is_a_bad_array_of_numpys_refused() {
    let dict = |descr: &str, shape: &str| format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n");
    let u1 = |shape: &str, body: &[u8]| npy(&dict("'|u1'", shape), body);
    refused("cut.npy", &u1("(3, 8, 8)", &[0; 100]), "cut");
    refused("long.npy", &u1("(3, 8, 8)", &[0; 300]), "long");
    refused("huge.npy", &u1("(18446744073709551615, 8, 8)", &[0; 64]), "cut");
    refused("axes.npy", &u1("(2, 2, 2, 2, 4)", &[0; 64]), "shape");
    refused("pair.npy", &u1("(2, 8, 8, 2)", &[0; 256]), "shape");
    refused("row.npy", &u1("(2, 65)", &[0; 130]), "shape");
    refused("picture.npy", &u1("(8, 8, 3)", &[0; 192]), "shape");
    refused("pickle.npy", &npy(&dict("'|O'", "(2,)"), b"\x80\x04."), "element");
    refused("complex.npy", &npy(&dict("'<c8'", "(2, 8, 8)"), &[0; 1024]), "element");
    refused("record.npy", &npy(&dict("[('a', '<f4')]", "(2, 8, 8)"), &[0; 512]), "element");
    refused("header.npy", &npy("{'descr': '|u1'}\n", &[0; 64]), "damaged");
    refused("headless.npy", b"\x93NUMPY\x01\0\xff\xff{", "cut");
    let mut values = vec![0.5f32; 3 * 64];
    values[2 * 64 + 5] = f32::NAN;
    let body: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    let error = refused("nan.npy", &npy(&dict("'<f4'", "(3, 8, 8)"), &body), "not_finite");
    assert!(error.to_string().contains("in image 2"), "{error}");
}

#[test]
fn is_a_bad_table_refused_with_its_line() {
    let row = |values: usize| vec!["7"; values].join(",");
    let table = |rows: &[String]| rows.join("\n").into_bytes();
    let error = refused("ragged.csv", &table(&[row(64), row(64), row(63)]), "row");
    assert!(error.to_string().contains("line 3: it has 63 columns, the first has 64"), "{error}");
    let word = row(64).replacen("7,7", "7,seven", 1);
    let error = refused("word.csv", &table(&[row(64), word]), "row");
    assert!(error.to_string().contains("line 2: column 2 holds \"seven\""), "{error}");
    refused("wide.csv", &table(&[row(66), row(66)]), "shape");
    let asked = Choices { labels: LabelSource::Column("answer".into()), ..Choices::default() };
    let error = read(&[("t.csv".into(), table(&[row(65), row(65)]))], &asked).err().unwrap();
    sentence(&error, "t.csv", "no_column");
    let classes: Vec<String> = (0..101).map(|class| format!("{class},{}", row(64))).collect();
    let error =
        read(&[("t.csv".into(), table(&classes))], &Choices { labels: LabelSource::Column("1".into()), ..asked });
    sentence(&error.err().unwrap(), "t.csv", "too_many_classes");
}

#[test]
fn are_images_and_labels_that_do_not_belong_together_refused() {
    let files = |labels: Vec<u8>| vec![("x.idx".to_owned(), fixture("idx/images.bin")), ("y.idx".to_owned(), labels)];
    let error = read(&files(idx(8, &[11], &[1; 11])), &Choices::default()).err().unwrap();
    sentence(&error, "y.idx", "counts");
    assert!(error.to_string().contains("11 labels") && error.to_string().contains("12 images"), "{error}");
    let mixed = files(idx(8, &[2, 16, 16], &[0; 512]));
    sentence(&read(&mixed, &Choices::default()).err().unwrap(), "x.idx", "mixed_sizes");
    let Read { data, .. } = read(&mixed, &Choices { side: Some(8), ..Choices::default() }).unwrap();
    assert_eq!((data.len(), data.height()), (14, 8));
}

#[test]
fn is_a_locked_a_hostile_and_a_swollen_archive_refused() {
    let one = noise(1);
    let good = zip_of((0..3).map(|i| (format!("a/{i}.png"), &one[..])), CompressionMethod::Deflated);
    assert!(read_one("good.zip", &good).is_ok());
    let mut locked = good.clone();
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = (0..good.len() - 4).filter(|&at| good[at..].starts_with(signature)).collect();
        places.iter().for_each(|at| locked[at + flags] |= 1);
    }
    refused("locked.zip", &locked, "locked");
    refused("cut.zip", &good[..good.len() / 2], "damaged");
    refused("empty.zip", &zip_of([], CompressionMethod::Stored), "no_images");

    let two = noise(2);
    let out = [("../../evil.png".to_owned(), &one[..]), ("good.png".to_owned(), &two), ("b.png".to_owned(), &one)];
    let Read { data, preview, .. } = read_one("out.zip", &zip_of(out, CompressionMethod::Stored)).unwrap();
    assert_eq!((data.len(), preview.skipped.len()), (2, 1));
    assert_eq!((preview.skipped[0].code, &*preview.skipped[0].path), ("path", "out.zip/../../evil.png"));

    // Sizes that nothing stands behind, of what is packed and of what it unpacks to.
    let mut claims = good.clone();
    let at = good.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    claims[at + 20..at + 24].copy_from_slice(&0xff00_0000u32.to_le_bytes());
    claims[at + 24..at + 28].copy_from_slice(&0x00ff_ffffu32.to_le_bytes());
    let (_, largest) = largest_allocation_of(|| read_one("claims.zip", &claims).is_ok());
    assert!(largest < 1 << 20, "{largest} bytes at once for {}", claims.len());

    // A megabyte of nothing, where there is room for a quarter of it; said, or hidden.
    let nothing = vec![0; 1 << 20];
    let honest = zip_of([("a".to_owned(), &nothing[..])], CompressionMethod::Deflated);
    let mut lying = honest.clone();
    for (signature, size) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let at = (0..honest.len()).find(|&at| honest[at..].starts_with(signature)).unwrap();
        lying[at + size..at + size + 4].copy_from_slice(&9u32.to_le_bytes());
    }
    let nested = zip_of([("inner.zip".to_owned(), &honest[..])], CompressionMethod::Deflated);
    for (name, bomb) in [("honest.zip", honest), ("lying.zip", lying), ("nested.zip", nested), ("b.gz", gzip(&nothing))]
    {
        let open = || Opened::open_within(vec![Given::bytes(name, &bomb)], 1 << 18).err();
        let (error, largest) = largest_allocation_of(open);
        let error = error.expect(name);
        assert!(error.code() == "too_large" || (name, error.code()) == ("lying.zip", "damaged"), "{error}");
        assert!(largest <= 2 << 18, "{name}: {largest} bytes at once");
    }
}

#[test]
fn is_a_bad_member_among_a_thousand_skipped_counted_and_named() {
    let images: Vec<Vec<u8>> = (0..1000).map(noise).collect();
    let names = (0..1000).map(|i| format!("noise/{}/{i:03}.png", ["a", "b"][i % 2]));
    let mut archive = zip_of(names.zip(images.iter().map(|image| &image[..])), CompressionMethod::Stored);
    let at = archive.windows(images[123].len()).position(|window| window == images[123]).unwrap();
    archive[at + 50] ^= 0xff;
    let Read { data, preview, .. } = read_one("noise.zip", &archive).unwrap();
    assert_eq!((data.len(), preview.found, preview.skipped.len()), (999, 999, 1));
    let skipped = &preview.skipped[0];
    assert_eq!((&*skipped.path, skipped.code), ("noise.zip/noise/b/123.png", "damaged"));
    assert_eq!(preview.classes.iter().map(|class| class.images).collect::<Vec<_>>(), [500, 499]);
    assert_eq!(&data.image(123), &data_of(&images[124]).image(0));

    // Whole for its archive, and no picture: cut, and swollen to more than its bytes can hold.
    let cut = &images[5][..images[5].len() - 30];
    let mut swollen = images[6].clone();
    swollen[16..20].copy_from_slice(&4_000_000u32.to_be_bytes());
    let mut sum = flate2::Crc::new();
    sum.update(&swollen[12..29]);
    swollen[29..33].copy_from_slice(&sum.sum().to_be_bytes());
    let files = vec![
        ("f/0.png".to_owned(), images[0].clone()),
        ("f/1.png".to_owned(), cut.to_vec()),
        ("f/2.png".to_owned(), swollen),
        ("f/3.png".to_owned(), images[3].clone()),
        ("f/.DS_Store".to_owned(), vec![0; 9]),
        ("f/read me.txt".to_owned(), b"Pictures of noise.".to_vec()),
    ];
    let (outcome, largest) = largest_allocation_of(|| read(&files, &Choices::default()));
    let preview = outcome.unwrap().preview;
    assert!(largest < 1 << 18, "{largest}");
    let codes: Vec<&str> = preview.skipped.iter().map(|skipped| skipped.code).collect();
    assert_eq!((preview.images, &codes[..]), (2, &["system", "text", "damaged", "cut"][..]));
    let error = read(&files[1..3], &Choices::default()).err().unwrap();
    sentence(&error, "f/1.png", "damaged");
}

fn data_of(png: &[u8]) -> vae_lab::data::Dataset {
    read(&[("a".into(), png.to_vec()), ("b".into(), png.to_vec())], &Choices::default()).unwrap().data
}
