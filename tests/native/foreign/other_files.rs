//! A file that is something else is named.

use proptest::prelude::*;
use vae_lab::data::digits8x8;
use vae_lab::lab::Session;
use vae_lab::weights::{read, read_codes};

use super::{file, trained};

/// Files that people have in place of weights, by their first bytes, a word that names each, and the name of its kind.
const OTHERS: [(&[u8], &str, &str); 19] = [
    (b"", "is empty", "empty"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 940000\n", "Git LFS pointer", "lfs"),
    (b"<!DOCTYPE html><html><title>Sign in</title>", "web page", "html"),
    (b"\xef\xbb\xbf\r\n  <html lang=en>", "web page", "html"),
    (b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "web page", "html"),
    (b"{\"error\":\"Repository not found\"}", "JSON text", "json"),
    (
        b"PK\x03\x04\0\0\x08\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\x12\0archive/data.pklFB\x0e\0ZZZZ",
        "PyTorch file",
        "pytorch",
    ),
    (b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.", "PyTorch file", "pytorch"),
    (b"PK\x03\x04\x14\0\0\0\x08\0weights.safetensors", "zip archive", "zip"),
    (b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xcbH\xcd", "gzip", "gzip"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG picture", "picture"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "JPEG picture", "picture"),
    (b"GIF89a\x01\0\x01\0", "GIF picture", "picture"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP picture", "picture"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF document", "pdf"),
    (b"# Weights\r\nSee the releases page.\n", "is a text", "text"),
    ("Gewichte für später, …\n".as_bytes(), "is a text", "text"),
    (b"\x93NUMPY\x01\0v\0{'descr': '<f4'", "NumPy", "numpy"),
    (b"\x89HDF\r\n\x1a\n\0\0\0\0", "HDF5", "hdf5"),
];

#[test]
fn is_a_file_that_is_something_else_named_as_weights_as_codes_and_as_a_checkpoint() {
    for (bytes, named, kind) in OTHERS {
        // As short as it is, and with a body behind.
        for bytes in [bytes.to_vec(), [bytes, &[b' '; 4000][..bytes.len().min(1) * 4000]].concat()] {
            let checkpoint = Session::restore(&bytes, digits8x8()).err().unwrap();
            let codes = read_codes(&bytes).err().unwrap();
            for error in [read(&bytes).err().unwrap(), codes, checkpoint] {
                assert_eq!((error.code(), error.reason()), ("bad_weights", kind));
                assert!(error.to_string().contains(named), "{named}: {error}");
            }
        }
    }
}

#[test]
fn is_a_damaged_weights_file_not_taken_for_something_else() {
    // Its header's length alone looks like a pickle, a zip's mark, a brace.
    let lab = trained(&[13]);
    for low in [0x0280u64, 0x0480, 0x4b50, 0x8b1f, 0x3c, 0x7b, 0x08_0000] {
        let mut bytes = file(&lab);
        bytes[..8].copy_from_slice(&low.to_le_bytes());
        let error = read(&bytes).err().unwrap().to_string();
        assert!(
            ["PyTorch", "zip", "JSON text", "web", "IDX", "a text"].iter().all(|kind| !error.contains(kind)),
            "{low:x}: {error}"
        );
    }
    let error = read(&file(&lab)[..7]).err().unwrap().to_string();
    assert!(error.contains("shorter than the header of a safetensors file"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_behind_a_known_beginning_make_a_reader_panic(
        kind in prop::sample::select(&OTHERS[..]),
        rest in prop::collection::vec(any::<u8>(), 0..700),
    ) {
        let bytes = [kind.0, &rest].concat();
        prop_assert!(kind.0.is_empty() || read(&bytes).is_err());
    }
}
