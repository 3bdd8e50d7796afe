//! Files as they are given, and what is in them where they are archives.

use std::collections::VecDeque;
use std::io::{Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{DEFLATE_RATIO, MAX_BYTES, MAX_FILES};
use super::preview::Skipped;
use super::sniff::{self, Kind};
use super::stack::Bytes;
use super::{Fault, ImportError, Result};

/// Archives within archives, so deep.
const DEEPEST: usize = 3;

const LEADS_OUT: Fault =
    Fault::Other { kind: "path", is: "leads out of its archive", remedy: "Pack it again, without `..` in its names" };

/// A file that somebody brings, by its path from the folder that was chosen, with `/`.
pub struct Given<'a> {
    path: String,
    content: Content<'a>,
}

enum Content<'a> {
    Bytes(&'a [u8]),
    Rgba { width: usize, height: usize, pixels: &'a [u8] },
}

impl<'a> Given<'a> {
    pub fn bytes(path: &str, bytes: &'a [u8]) -> Self {
        Given { path: path.to_owned(), content: Content::Bytes(bytes) }
    }

    /// A picture that somebody else has decoded: red, green, blue and opacity, a byte each, row by row.
    pub fn picture(path: &str, width: usize, height: usize, pixels: &'a [u8]) -> Self {
        Given { path: path.to_owned(), content: Content::Rgba { width, height, pixels } }
    }
}

/// A file that is no archive.
pub struct Leaf<'a> {
    pub path: String,
    pub what: What<'a>,
}

pub enum What<'a> {
    File(Kind, Bytes<'a>),
    Rgba { width: usize, height: usize, pixels: &'a [u8] },
}

/// A picture in a format that is not read here; whoever can decode it may.
pub struct Foreign<'a> {
    path: String,
    bytes: Bytes<'a>,
    why: Fault,
}

impl Foreign<'_> {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn skipped(&self) -> Skipped {
        Skipped { path: self.path.clone(), code: self.why.code(), why: self.why.to_string() }
    }
}

/// Files, unpacked and known by their content.
pub struct Opened<'a> {
    pub(super) leaves: Vec<Leaf<'a>>,
    /// Pictures that nobody has decoded yet.
    pub(super) foreign: VecDeque<Foreign<'a>>,
    /// What is no file of images, and why.
    pub(super) skipped: Vec<Skipped>,
    /// What the set may be called.
    pub(super) name: String,
    /// How a sentence names all of it.
    pub(super) whole: String,
    limit: usize,
    left: usize,
    /// What was wrong with the first file that was skipped, should nothing else be there.
    pub(super) first_fault: Option<ImportError>,
}

impl<'a> Opened<'a> {
    /// # Errors
    /// When an archive is damaged, locked or too large, or nothing is there that can be read.
    pub fn open(files: Vec<Given<'a>>) -> Result<Self> {
        Self::open_within(files, MAX_BYTES)
    }

    /// The same where there is less room: the files, and all that they unpack to, take at most so many bytes.
    ///
    /// # Errors
    /// As [`Opened::open`].
    pub fn open_within(files: Vec<Given<'a>>, limit: usize) -> Result<Self> {
        let name = files.first().map_or(String::new(), |file| set_name(&file.path, files.len()));
        let whole = if let [file] = &files[..] { file.path.clone() } else { name.clone() };
        let (leaves, skipped) = (Vec::new(), Vec::new());
        let foreign = VecDeque::new();
        let mut opened = Opened { leaves, foreign, skipped, name, whole, limit, left: limit, first_fault: None };
        for Given { path, content } in files {
            match content {
                Content::Rgba { width, height, pixels } => {
                    opened.add_picture(path, width, height, pixels)?;
                }
                Content::Bytes(bytes) => {
                    opened.take(bytes.len()).map_err(|fault| fault.of(&path))?;
                    opened.add(path, Bytes::Given(bytes), 0)?;
                }
            }
        }
        if opened.leaves.is_empty() && opened.foreign.is_empty() {
            return Err(opened.first_fault.take().unwrap_or_else(|| Fault::NoImages.of(&opened.whole)));
        }
        Ok(opened)
    }

    fn add_picture(&mut self, path: String, width: usize, height: usize, pixels: &'a [u8]) -> Result<()> {
        let (promised, there) = (4 * width as u64 * height as u64, pixels.len() as u64);
        if promised != there || promised == 0 {
            return Err(Fault::Cut { promised, there }.of(&path));
        }
        self.leaves.push(Leaf { path, what: What::Rgba { width, height, pixels } });
        Ok(())
    }

    /// Pictures in formats that are not read here, until somebody else has decoded them.
    pub fn foreign(&self) -> &VecDeque<Foreign<'a>> {
        &self.foreign
    }

    /// What the first of the foreign pictures shows, as for [`Given::picture`]. It is foreign no more.
    ///
    /// # Errors
    /// When there are not four bytes a pixel.
    pub fn decoded(&mut self, width: usize, height: usize, pixels: &'a [u8]) -> Result<()> {
        match self.foreign.pop_front() {
            Some(Foreign { path, .. }) => self.add_picture(path, width, height, pixels),
            None => Ok(()),
        }
    }

    /// Nobody can decode the first of the foreign pictures: it is skipped.
    pub fn undecoded(&mut self) {
        if let Some(foreign) = self.foreign.pop_front() {
            self.skip(foreign.why.of(&foreign.path));
        }
    }

    fn take(&mut self, bytes: usize) -> std::result::Result<(), Fault> {
        self.left = self.left.checked_sub(bytes).ok_or(Fault::TooLarge { limit: self.limit })?;
        Ok(())
    }

    fn skip(&mut self, error: ImportError) {
        self.skipped.push(Skipped { path: error.file.clone(), code: error.code(), why: error.fault.to_string() });
        self.first_fault.get_or_insert(error);
    }

    /// A file, or what is in it. What is none of the formats is skipped, unless it is all there is.
    fn add(&mut self, path: String, bytes: Bytes<'a>, depth: usize) -> Result<()> {
        if self.leaves.len() + self.foreign.len() + self.skipped.len() >= MAX_FILES {
            return Err(Fault::TooManyFiles.of(&path));
        }
        if is_of_a_system(&path) {
            let fault =
                Fault::Other { kind: "system", is: "is a note of a file system", remedy: "Give the images themselves" };
            self.skip(fault.of(&path));
            return Ok(());
        }
        match sniff::kind(&bytes) {
            Err(why @ Fault::Other { kind: sniff::PICTURE, .. }) => {
                self.first_fault.get_or_insert_with(|| why.clone().of(&path));
                self.foreign.push_back(Foreign { path, bytes, why });
            }
            Err(fault) => self.skip(fault.of(&path)),
            Ok(Kind::Gzip | Kind::Zip | Kind::Tar) if depth == DEEPEST => {
                self.skip(Fault::Damaged("it holds archives within archives".into()).of(&path));
            }
            Ok(Kind::Gzip) => {
                let inside = self.gunzip(&bytes).map_err(|fault| fault.of(&path))?;
                let inner = path.strip_suffix(".gz").unwrap_or(&path).to_owned();
                self.add(inner, Bytes::Unpacked(Rc::new(inside)), depth + 1)?;
            }
            Ok(Kind::Zip) => self.unzip(&path, &bytes, depth)?,
            Ok(Kind::Tar) => self.untar(&path, &bytes, depth)?,
            Ok(kind) => self.leaves.push(Leaf { path, what: What::File(kind, bytes) }),
        }
        Ok(())
    }

    /// All that comes, while there is room; room for what is likely is made beforehand.
    fn read_within(&self, from: impl Read, likely: usize) -> std::result::Result<Vec<u8>, Fault> {
        let mut bytes = Vec::with_capacity(likely.min(self.left));
        match from.take(self.left as u64 + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > self.left => Err(Fault::TooLarge { limit: self.limit }),
            Ok(_) => Ok(bytes),
            Err(error) => Err(Fault::Damaged(said(&error.to_string()))),
        }
    }

    /// All members of a gzip file, one behind the other.
    fn gunzip(&mut self, bytes: &[u8]) -> std::result::Result<Vec<u8>, Fault> {
        let inside = self.read_within(MultiGzDecoder::new(bytes), 0)?;
        self.take(inside.len())?;
        Ok(inside)
    }

    fn unzip(&mut self, path: &str, bytes: &[u8], depth: usize) -> Result<()> {
        let damaged = |error: ZipError| Fault::Damaged(said(&error.to_string())).of(path);
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > MAX_FILES {
            return Err(Fault::TooManyFiles.of(path));
        }
        let count = archive.len();
        for index in 0..count {
            let entry = archive.by_index_data(index).map_err(damaged)?;
            if entry.is_dir() {
                continue;
            }
            let inner = entry.name().map_or_else(|_| format!("member {}", index + 1), |name| name.into_owned());
            let inner = inner.replace('\\', "/");
            let out = leads_out(&inner);
            let inner = format!("{path}/{inner}");
            if entry.encrypted() {
                return Err(Fault::Locked.of(path));
            }
            if out {
                self.skip(LEADS_OUT.of(&inner));
                continue;
            }
            let promised = usize::try_from(entry.size()).unwrap_or(usize::MAX);
            if promised > self.left {
                return Err(Fault::TooLarge { limit: self.limit }.of(path));
            }
            // What is packed is no longer than the archive, whatever it says.
            let packed = usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX).min(bytes.len());
            let likely = promised.min(packed.saturating_mul(DEFLATE_RATIO));
            let read = archive.by_index(index).map_err(|error| Fault::Damaged(said(&error.to_string())));
            match read.and_then(|member| self.read_within(member, likely)) {
                Ok(inside) => {
                    self.take(inside.len()).map_err(|fault| fault.of(path))?;
                    self.add(inner, Bytes::Unpacked(Rc::new(inside)), depth + 1)?;
                }
                Err(fault @ Fault::TooLarge { .. }) => return Err(fault.of(path)),
                Err(fault) => self.skip(fault.of(&inner)),
            }
        }
        Ok(())
    }

    /// Blocks of 512 bytes: a header with a name and a size in octal, then the file.
    fn untar(&mut self, path: &str, bytes: &[u8], depth: usize) -> Result<()> {
        let mut at = 0;
        while let Some(header) = bytes.get(at..at + 512).filter(|header| header[0] != 0) {
            let text = |range: std::ops::Range<usize>| {
                let field = &header[range];
                let end = field.iter().position(|&byte| byte == 0).unwrap_or(field.len());
                String::from_utf8_lossy(&field[..end]).trim().to_owned()
            };
            let size = usize::from_str_radix(&text(124..136), 8);
            let size = size.map_err(|_| Fault::Damaged("a size in it is no number".into()).of(path))?;
            let inner = text(0..100);
            let out = leads_out(&inner);
            let inner = format!("{path}/{inner}");
            let Some(body) = bytes.get(at + 512..).and_then(|rest| rest.get(..size)) else {
                return Err(Fault::Cut { promised: size as u64, there: (bytes.len() - at - 512) as u64 }.of(&inner));
            };
            if out {
                self.skip(LEADS_OUT.of(&inner));
            } else if matches!(header[156], b'0' | 0) && size > 0 {
                self.take(size).map_err(|fault| fault.of(path))?;
                self.add(inner, Bytes::Unpacked(Rc::new(body.to_vec())), depth + 1)?;
            }
            at += 512 + size.div_ceil(512) * 512;
        }
        Ok(())
    }
}

/// A library's words, to stand within a sentence.
fn said(text: &str) -> String {
    text.trim_end_matches('.').to_owned()
}

/// Whether a path is no way down from where it begins.
fn leads_out(path: &str) -> bool {
    path.starts_with('/') || path.split('/').any(|part| part == "..")
}

fn is_of_a_system(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let hidden = name.starts_with('.') || ["Thumbs.db", "desktop.ini"].contains(&name);
    hidden || path.split('/').any(|part| part == "__MACOSX")
}

/// The folder's name where there is one, else the first file's without its endings.
fn set_name(path: &str, files: usize) -> String {
    let name = match path.split_once('/') {
        Some((folder, _)) if files > 1 => folder,
        _ => path.rsplit('/').next().unwrap_or(path),
    };
    name.split('.').find(|part| !part.is_empty()).unwrap_or(name).to_owned()
}
