//! `/api/settings/backups/`: copies of the database. They hold no key.

use std::fs::File;
use std::io::Read;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream::try_unfold;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::backup::{self, Backup};

/// So much of a file is in memory at a time.
const CHUNK: usize = 64 << 10;

/// A backup.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackupAnswer {
    /// Its file's name.
    name: String,
    /// Why it was made: `night`, `hand`, `before-schema` or `before-restore`.
    reason: &'static str,
    /// When it was made (RFC 3339).
    #[schema(format = DateTime)]
    made_at: String,
    /// Its size.
    bytes: u64,
}

impl From<Backup> for BackupAnswer {
    fn from(it: Backup) -> Self {
        BackupAnswer {
            name: it.name,
            reason: it.reason.as_str(),
            made_at: it.made.to_string(),
            bytes: it.bytes,
        }
    }
}

/// The backups on the box, the newest first.
#[utoipa::path(get, path = "/api/settings/backups/", tag = "settings", responses(
    (status = 200, body = [BackupAnswer]),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(State(web): State<Web>) -> Result<Json<Vec<BackupAnswer>>, Failure> {
    let found = backup::list(web.appliance.data())?;
    Ok(Json(found.into_iter().map(Into::into).collect()))
}

/// Makes a backup now.
#[utoipa::path(post, path = "/api/settings/backups/", tag = "settings", responses(
    (status = 201, body = BackupAnswer),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json"),
))]
pub async fn make(
    State(web): State<Web>,
    caller: Caller,
) -> Result<(StatusCode, Json<BackupAnswer>), Failure> {
    let made = backup::make_by(&web.appliance, &caller.actor()).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// A backup as a file. The key that opens the secrets in it (`secret.key`) is not in it: keep that safe apart from it.
#[utoipa::path(get, path = "/api/settings/backups/{name}/", tag = "settings", params(("name" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/vnd.sqlite3"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn download(
    State(web): State<Web>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let (backup, file) = backup::open_by(&web.appliance, &caller.actor(), &name).await?;
    let disposition = format!("attachment; filename=\"{}\"", backup.name);
    let headers = [
        (CONTENT_TYPE, "application/vnd.sqlite3".to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_LENGTH, backup.bytes.to_string()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, in_parts(file)).into_response())
}

fn in_parts(file: File) -> Body {
    Body::from_stream(try_unfold(file, |mut file| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut part = Vec::with_capacity(CHUNK);
            let read = (&mut file).take(CHUNK as u64).read_to_end(&mut part)?;
            Ok((read > 0).then(|| (Bytes::from(part), file)))
        });
        read.await
            .unwrap_or_else(|panic| Err(std::io::Error::other(panic)))
    }))
}
