//! What a file is, by its first bytes, whatever it is called.

use super::{Fault, cifar, idx, npy};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Gzip,
    Zip,
    Tar,
    Idx,
    Npy,
    Png,
    Packed,
    Safetensors,
    Table,
    Cifar,
}

impl Kind {
    /// The format's name, as a person says it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Gzip => "gzip",
            Kind::Zip => "zip",
            Kind::Tar => "tar",
            Kind::Idx => "IDX",
            Kind::Npy => "NPY",
            Kind::Png => "PNG",
            Kind::Packed => "packed",
            Kind::Safetensors => "safetensors",
            Kind::Table => "CSV",
            Kind::Cifar => "CIFAR",
        }
    }
}

const fn other(kind: &'static str, is: &'static str, remedy: &'static str) -> Fault {
    Fault::Other { kind, is, remedy }
}

const UNPACK: &str = "Unpack it, and give what is in it, or a zip";
/// The kind of a file that a browser may decode.
pub const PICTURE: &str = "picture";
const AS_PNG: &str = "Save the pictures as PNG";
const AS_NPY: &str = "Save the images by `numpy.save` or `numpy.savez`";

/// First bytes of files that are not read, and what they are.
const OTHERS: [(&[u8], Fault); 15] = [
    (
        b"version https://git-lfs",
        other("lfs", "is a Git LFS pointer, not the file itself", "Fetch it by `git lfs pull`"),
    ),
    (b"\xff\xd8\xff", other(PICTURE, "is a JPEG picture", AS_PNG)),
    (b"GIF8", other(PICTURE, "is a GIF picture", AS_PNG)),
    (b"RIFF", other(PICTURE, "is a WebP picture, a sound or a film", AS_PNG)),
    (b"BM", other(PICTURE, "is a BMP picture", AS_PNG)),
    (b"II*\0", other(PICTURE, "is a TIFF picture", AS_PNG)),
    (b"MM\0*", other(PICTURE, "is a TIFF picture", AS_PNG)),
    (b"%PDF", other("pdf", "is a PDF document", AS_PNG)),
    (b"\x89HDF", other("hdf5", "is an HDF5 file", AS_NPY)),
    (b"MATLAB 5.0", other("matlab", "is a MATLAB file", AS_NPY)),
    (b"PAR1", other("parquet", "is a Parquet table", "Save it as CSV")),
    (b"7z\xbc\xaf\x27\x1c", other("archive", "is a 7z archive", UNPACK)),
    (b"Rar!", other("archive", "is a RAR archive", UNPACK)),
    (b"BZh", other("archive", "is a bzip2 archive", UNPACK)),
    (b"\xfd7zXZ\0", other("archive", "is an xz archive", UNPACK)),
];

/// # Errors
/// What it is, where it is nothing that is read here.
pub fn kind(bytes: &[u8]) -> Result<Kind, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    let starts: [(&[u8], Kind); 6] = [
        (b"\x1f\x8b", Kind::Gzip),
        (b"PK\x03\x04", Kind::Zip),
        (b"PK\x05\x06", Kind::Zip),
        (npy::MAGIC, Kind::Npy),
        (b"\x89PNG", Kind::Png),
        (b"VLIM", Kind::Packed),
    ];
    if let Some((_, kind)) = starts.iter().find(|(first, _)| bytes.starts_with(first)) {
        return Ok(*kind);
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Ok(Kind::Tar);
    }
    if idx::begins(bytes) {
        return Ok(Kind::Idx);
    }
    // A header's length is below 2³², and JSON comes behind it.
    if let [_, _, _, _, 0, 0, 0, 0, b'{', ..] = bytes {
        return Ok(Kind::Safetensors);
    }
    if let Some((_, fault)) = OTHERS.iter().find(|(first, _)| bytes.starts_with(first)) {
        return Err(fault.clone());
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(match bytes.get(8..12) {
            Some(b"avif" | b"avis") => other(PICTURE, "is an AVIF picture", AS_PNG),
            Some(b"heic" | b"heix" | b"mif1") => other(PICTURE, "is a HEIF picture", AS_PNG),
            _ => other("film", "is a film or a sound", AS_PNG),
        });
    }
    if matches!(bytes, [0x80, 2..=5, ..]) {
        return Err(other("pickle", "is a Python pickle, which may run programs", AS_NPY));
    }
    text(bytes).unwrap_or(if cifar::fits(bytes).is_some() { Ok(Kind::Cifar) } else { Err(Fault::Unknown) })
}

/// What a text is; none where it is none.
fn text(bytes: &[u8]) -> Option<Result<Kind, Fault>> {
    let start = &bytes[..bytes.len().min(4096)];
    // The last character may be cut.
    let is_utf8 = std::str::from_utf8(start).map_or_else(|error| error.error_len().is_none(), |_| true);
    if !is_utf8 || start.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
        return None;
    }
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let again = "Fetch the file itself: save the link's target, not the page that shows it";
    Some(match start.first() {
        None => Err(Fault::Empty),
        Some(b'<') => Err(other("html", "is a web page or XML, not the file itself", again)),
        Some(b'{' | b'[') => Err(other("json", "is JSON text", "Save the images as NPY or CSV")),
        // Of a table the second line, if there is one, begins with a number or a word and goes on with a delimiter.
        _ => {
            let line = start.split(|&byte| byte == b'\n').nth(1).filter(|line| !line.trim_ascii().is_empty());
            let line = line.unwrap_or(start.split(|&byte| byte == b'\n').next().unwrap_or(start));
            let delimiters = line.trim_ascii().iter().filter(|byte| b",;\t ".contains(byte)).count();
            let figures = line.iter().filter(|byte| byte.is_ascii_digit()).count();
            let letters = line.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
            let is_table = delimiters >= 4 && figures > letters;
            if is_table { Ok(Kind::Table) } else { Err(other("text", "is a text without a table of numbers", AS_NPY)) }
        }
    })
}
