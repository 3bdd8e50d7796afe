//! A static file server for this machine alone. It sends the headers that make a page cross-origin isolated (shared memory,
//! the finer clock), which the simplest static hosts cannot be told to send, and where it is asked to a content security
//! policy, under which all that is built here works.

use anyhow::{Context, Result};
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// A page sends its findings here, as text.
pub const REPORT_PATH: &str = "/xtask-report";

/// Nothing from elsewhere, nothing inline, and WebAssembly.
pub const STRICT_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' blob: data:; worker-src 'self' blob:; connect-src 'self'";

const MAX_HEADER_BYTES: u64 = 64 << 10;
const MAX_REPORT_BYTES: u64 = 16 << 20;
const IDLE_LIMIT: Duration = Duration::from_secs(10);

/// A port that is free now, for another program's server.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

pub struct Server {
    listener: TcpListener,
    site: Site,
}

struct Site {
    root: PathBuf,
    policy: Option<&'static str>,
    reports: Option<Sender<String>>,
}

impl Server {
    /// Listens on the first free port of `ports`, or on any free one when all are taken.
    pub fn bind(root: &Path, ports: impl IntoIterator<Item = u16>) -> Result<Self> {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = ports.into_iter().find_map(|port| bind(port).ok());
        let listener = listener.map_or_else(|| bind(0), Ok).context("no port is free on 127.0.0.1")?;
        Ok(Self { listener, site: Site { root: root.to_owned(), policy: None, reports: None } })
    }

    /// Sends [`STRICT_POLICY`] with every file.
    pub fn with_strict_policy(mut self) -> Self {
        self.site.policy = Some(STRICT_POLICY);
        self
    }

    /// Text that a page posts to [`REPORT_PATH`] goes to `reports`.
    pub fn with_reports(mut self, reports: Sender<String>) -> Self {
        self.site.reports = Some(reports);
        self
    }

    pub fn url(&self) -> Result<String> {
        let address: SocketAddr = self.listener.local_addr()?;
        Ok(format!("http://{address}"))
    }

    /// Serves until the process ends, a thread a connection.
    pub fn run(self) -> ! {
        let site = Arc::new(self.site);
        loop {
            let Ok((stream, _)) = self.listener.accept() else { continue };
            let site = Arc::clone(&site);
            // A browser that leaves in the middle of an answer is no concern of anybody's.
            thread::spawn(move || site.answer(stream).ok());
        }
    }

    pub fn run_in_background(self) {
        thread::spawn(move || self.run());
    }
}

impl Site {
    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(IDLE_LIMIT))?;
        stream.set_write_timeout(Some(IDLE_LIMIT))?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let Some(request) = Request::read(&mut reader)? else { return Ok(()) };
        match request.method.as_str() {
            "GET" | "HEAD" => {
                let (status, kind, body) = self.file(&request.path);
                self.respond(&mut stream, status, kind, &body, request.method == "GET")
            }
            "POST" if request.path == REPORT_PATH && request.body_bytes <= MAX_REPORT_BYTES => {
                let mut report = String::new();
                reader.take(request.body_bytes).read_to_string(&mut report)?;
                self.respond(&mut stream, "204 No Content", "text/plain", b"", true)?;
                if let Some(reports) = &self.reports {
                    reports.send(report).ok();
                }
                Ok(())
            }
            _ => self.respond(&mut stream, "405 Method Not Allowed", "text/plain", b"", true),
        }
    }

    fn file(&self, path: &str) -> (&'static str, &'static str, Vec<u8>) {
        let body = file_below(&self.root, path).and_then(|file| Some((content_type(&file), fs::read(file).ok()?)));
        match body {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain", b"not found".to_vec()),
        }
    }

    fn respond(
        &self,
        stream: &mut TcpStream,
        status: &str,
        kind: &str,
        body: &[u8],
        with_body: bool,
    ) -> io::Result<()> {
        let policy = self.policy.map_or_else(String::new, |policy| format!("Content-Security-Policy: {policy}\r\n"));
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\
             Cache-Control: no-cache\r\nCross-Origin-Opener-Policy: same-origin\r\n\
             Cross-Origin-Embedder-Policy: require-corp\r\nCross-Origin-Resource-Policy: same-origin\r\n\
             X-Content-Type-Options: nosniff\r\n{policy}\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        if with_body {
            stream.write_all(body)?;
        }
        stream.flush()
    }
}

struct Request {
    method: String,
    /// Without the query.
    path: String,
    body_bytes: u64,
}

impl Request {
    /// `None` when the connection closes without a request or what comes is not HTTP.
    fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut reader = reader.take(MAX_HEADER_BYTES);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let mut words = line.split_whitespace();
        let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let mut request = Self { method: method.to_owned(), path: path.to_owned(), body_bytes: 0 };
        loop {
            let mut header = String::new();
            if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
                return Ok(Some(request));
            }
            if let Some((name, value)) = header.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                request.body_bytes = value.trim().parse().unwrap_or(0);
            }
        }
    }
}

/// The file that an address names, never one outside `root`; a folder stands for its index.html.
fn file_below(root: &Path, path: &str) -> Option<PathBuf> {
    let relative = percent_decoded(path)?;
    let relative = Path::new(relative.trim_start_matches('/'));
    if relative.components().any(|part| !matches!(part, Component::Normal(_))) {
        return None;
    }
    let file = root.join(relative);
    let file = if file.is_dir() { file.join("index.html") } else { file };
    file.is_file().then_some(file)
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let hex = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map" | "webmanifest") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::paths;
    use std::sync::mpsc;

    fn ask(url: &str, request: &str) -> String {
        let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn the_isolation_headers_and_types_are_sent_and_nothing_outside_the_root() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let (sender, reports) = mpsc::channel();
        let server = Server::bind(&root, []).unwrap().with_reports(sender);
        let url = server.url().unwrap();
        server.run_in_background();

        let page = ask(&url, "GET /tools/mod.rs?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
        assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
        for header in [
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Embedder-Policy: require-corp",
            "Content-Type: application/octet-stream",
        ] {
            assert!(page.contains(&format!("\r\n{header}\r\n")), "{header} in {page}");
        }
        assert!(page.contains("pub mod server;"), "{page}");
        for outside in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/tools/../../Cargo.toml", "//etc/passwd", "/%zz"] {
            let answer = ask(&url, &format!("GET {outside} HTTP/1.1\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 404"), "{outside}: {answer}");
        }
        let head = ask(&url, "HEAD /main.rs HTTP/1.1\r\n\r\n");
        assert!(head.starts_with("HTTP/1.1 200 OK") && head.ends_with("\r\n\r\n"), "{head}");

        let posted = ask(&url, &format!("POST {REPORT_PATH} HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"));
        assert!(posted.starts_with("HTTP/1.1 204"), "{posted}");
        assert_eq!(reports.recv_timeout(IDLE_LIMIT).unwrap(), "hello");
    }

    #[test]
    fn the_strict_policy_comes_with_every_answer_where_it_is_asked_for_and_nowhere_else() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let policies = |server: Server| {
            let url = server.url().unwrap();
            server.run_in_background();
            ["GET /main.rs", "HEAD /main.rs", "GET /nowhere", "PUT /main.rs"].map(|request| {
                let answer = ask(&url, &format!("{request} HTTP/1.1\r\n\r\n"));
                let policy = answer.lines().find_map(|line| line.strip_prefix("Content-Security-Policy: "));
                policy.map(str::to_owned)
            })
        };
        let strict = policies(Server::bind(&root, []).unwrap().with_strict_policy());
        assert_eq!(strict, [const { Some(STRICT_POLICY) }; 4].map(|policy| policy.map(str::to_owned)));
        assert_eq!(policies(Server::bind(&root, []).unwrap()), [const { None }; 4]);
        for forbidden in ["'unsafe-inline'", "'unsafe-eval'", "http", "*"] {
            assert!(!STRICT_POLICY.contains(forbidden), "{forbidden} in {STRICT_POLICY}");
        }
    }

    /// The whole suite of the page runs under what `vite preview` sends, and README.md tells hosts to send: the same.
    #[test]
    fn the_page_s_suite_and_the_documentation_have_the_same_policy() {
        let flat = |text: String| text.replace(['"', '+', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        for file in ["www/vite.config.ts", "README.md"] {
            let text = fs::read_to_string(paths::root().join(file)).unwrap();
            assert!(flat(text).contains(STRICT_POLICY), "{file} has another policy");
        }
    }

    #[test]
    fn wasm_has_its_own_type() {
        assert_eq!(content_type(Path::new("a/b.wasm")), "application/wasm");
        assert_eq!(content_type(Path::new("a/b.safetensors")), "application/octet-stream");
    }
}
