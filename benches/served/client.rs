//! A browser that keeps its connection, as far as a measurement needs one.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpSocket, TcpStream};

use super::Told;

/// An answer, its body as it came over the wire.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Status line and headers; their names in small letters.
    pub head: String,
    /// Bytes of the body, without the marks of its chunks.
    pub length: usize,
}

/// One connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    cookie: String,
}

impl Client {
    /// Connects; `cookie` may be empty.
    pub async fn connect(address: SocketAddr, cookie: &str) -> Told<Self> {
        Self::connect_from(Ipv4Addr::LOCALHOST, address, cookie).await
    }

    /// Connects from an address of its own, as people do: what one address may ask for is limited.
    pub async fn connect_from(from: Ipv4Addr, address: SocketAddr, cookie: &str) -> Told<Self> {
        let socket = TcpSocket::new_v4().map_err(told)?;
        socket.bind(SocketAddr::from((from, 0))).map_err(told)?;
        let stream = socket.connect(address).await.map_err(told)?;
        stream.set_nodelay(true).map_err(told)?;
        Ok(Client {
            stream: BufReader::new(stream),
            cookie: cookie.to_owned(),
        })
    }

    /// Asks for a page as browsers do.
    pub async fn get(&mut self, path: &str) -> Told<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers()))
            .await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, form: &str) -> Told<Answer> {
        let headers = self.headers();
        let length = form.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\n{headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        ))
        .await
    }

    fn headers(&self) -> String {
        let cookie = &self.cookie;
        format!(
            "Host: box\r\nAccept-Encoding: gzip, br\r\nAccept: text/html\r\nCookie: {cookie}\r\n"
        )
    }

    async fn send(&mut self, request: &str) -> Told<Answer> {
        self.stream
            .write_all(request.as_bytes())
            .await
            .map_err(told)?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head).await.map_err(told)? == 0 {
                return Err("the program closed the connection".to_owned());
            }
        }
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|it| it.parse().ok())
            .ok_or(format!("no HTTP: {head}"))?;
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|it| it.parse().ok());
        let length = match length {
            Some(length) => self.take(length).await?,
            None if head.contains("transfer-encoding: chunked") => self.chunks().await?,
            None => 0,
        };
        Ok(Answer {
            status,
            head,
            length,
        })
    }

    async fn chunks(&mut self) -> Told<usize> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).await.map_err(told)?;
            let chunk = usize::from_str_radix(line.trim(), 16)
                .map_err(|error| format!("{error}: {line:?}"))?;
            length += self.take(chunk).await?;
            // The line end behind a chunk.
            self.take(2).await?;
            if chunk == 0 {
                return Ok(length);
            }
        }
    }

    async fn take(&mut self, length: usize) -> Told<usize> {
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await.map_err(told)?;
        Ok(length)
    }
}

fn told(error: std::io::Error) -> String {
    error.to_string()
}
