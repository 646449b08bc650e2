//! What the APIs of the three shelves of the catalogue have in common.

use serde::Serialize;
use utoipa::ToSchema;

use crate::service::catalogue::fields::Fields;
use crate::service::catalogue::item::Item;
use crate::service::catalogue::shelf::Kept;

/// A thing as JSON.
pub trait Definition<I: Item>: Sized {
    /// Of the thing.
    fn of(item: &I) -> Self;
    /// What is read into a thing.
    fn fields(self) -> Fields;
}

/// A thing with what is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entry<T> {
    /// By what it is known; never changes.
    id: String,
    /// Whether it comes with the program and cannot be changed.
    builtin: bool,
    /// When it was last changed; null for what comes with the program.
    #[schema(format = DateTime)]
    changed_at: Option<String>,
    /// Since when it is not offered any more; null while it is.
    #[schema(format = DateTime)]
    archived_at: Option<String>,
    /// What it is.
    definition: T,
}

impl<T> Entry<T> {
    /// Of what is kept.
    pub fn of<I: Item>(kept: &Kept<I>) -> Self
    where
        T: Definition<I>,
    {
        Entry {
            id: kept.item.key(),
            builtin: kept.builtin,
            changed_at: kept.changed_at.map(|at| at.to_string()),
            archived_at: kept.archived_at.map(|at| at.to_string()),
            definition: T::of(&kept.item),
        }
    }
}

/// The handlers of one shelf.
macro_rules! shelf_handlers {
    ($item:ty as $definition:ty, $stem:literal, tag $tag:literal, $all:literal, $one:literal, $restore:literal, $import:literal, $export:literal) => {
        use axum::Json;
        use axum::extract::State;
        use axum::http::StatusCode;
        use axum::response::Response;

        use super::shelf::{Definition, Entry};
        use super::{ExportQuery, ImportRequest, Imported, ListQuery, Listing, Removal, list_file};
        use crate::http::body::{Asked, Document, Named};
        use crate::http::problem::{Failure, Problem};
        use crate::http::visitor::Caller;
        use crate::http::web::Web;
        use crate::service::catalogue::import::{export as write, import as take_over};
        use crate::service::catalogue::shelf::{self as service, Query};

        /// Lists them.
        #[utoipa::path(get, path = $all, tag = $tag, params(ListQuery), responses(
            (status = 200, body = Listing<Entry<$definition>>),
        ))]
        pub async fn list(
            State(web): State<Web>,
            Asked(query): Asked<ListQuery>,
        ) -> Result<Json<Listing<Entry<$definition>>>, Failure> {
            let query = Query { search: &query.search, archived: query.archived };
            let kept = service::list::<$item>(&web.appliance, query).await?;
            Ok(Json(Listing::of(kept.iter().map(Entry::of).collect())))
        }

        /// Adds one.
        #[utoipa::path(post, path = $all, tag = $tag, request_body = $definition, responses(
            (status = 201, body = Entry<$definition>),
            (status = 409, body = Problem, content_type = "application/problem+json"),
        ))]
        pub async fn create(
            State(web): State<Web>,
            caller: Caller,
            Document(definition): Document<$definition>,
        ) -> Result<(StatusCode, Json<Entry<$definition>>), Failure> {
            let fields = definition.fields();
            let kept = service::create::<$item>(&web.appliance, &caller.actor(), &fields).await?;
            Ok((StatusCode::CREATED, Json(Entry::of(&kept))))
        }

        /// Tells of one.
        #[utoipa::path(get, path = $one, tag = $tag, params(("id" = String, Path, description = "By what it is known.")), responses(
            (status = 200, body = Entry<$definition>),
        ))]
        pub async fn get(
            State(web): State<Web>,
            Named(id): Named<String>,
        ) -> Result<Json<Entry<$definition>>, Failure> {
            let kept = service::get::<$item>(&web.appliance, &id).await?;
            Ok(Json(Entry::of(&kept)))
        }

        /// Changes one. By what it is known stays as it is.
        #[utoipa::path(put, path = $one, tag = $tag, request_body = $definition, params(("id" = String, Path, description = "By what it is known.")), responses(
            (status = 200, body = Entry<$definition>),
            (status = 409, body = Problem, content_type = "application/problem+json"),
        ))]
        pub async fn replace(
            State(web): State<Web>,
            caller: Caller,
            Named(id): Named<String>,
            Document(definition): Document<$definition>,
        ) -> Result<Json<Entry<$definition>>, Failure> {
            let fields = definition.fields();
            let kept = service::edit::<$item>(&web.appliance, &caller.actor(), &id, &fields).await?;
            Ok(Json(Entry::of(&kept)))
        }

        /// Removes one: it is deleted, or archived where something refers to it.
        #[utoipa::path(delete, path = $one, tag = $tag, params(("id" = String, Path, description = "By what it is known.")), responses(
            (status = 200, body = Removal),
            (status = 409, body = Problem, content_type = "application/problem+json"),
        ))]
        pub async fn remove(
            State(web): State<Web>,
            caller: Caller,
            Named(id): Named<String>,
        ) -> Result<Json<Removal>, Failure> {
            let removed = service::remove::<$item>(&web.appliance, &caller.actor(), &id).await?;
            Ok(Json(removed.into()))
        }

        /// Offers an archived one again.
        #[utoipa::path(post, path = $restore, tag = $tag, params(("id" = String, Path, description = "By what it is known.")), responses(
            (status = 200, body = Entry<$definition>),
            (status = 409, body = Problem, content_type = "application/problem+json"),
        ))]
        pub async fn restore(
            State(web): State<Web>,
            caller: Caller,
            Named(id): Named<String>,
        ) -> Result<Json<Entry<$definition>>, Failure> {
            let kept = service::restore::<$item>(&web.appliance, &caller.actor(), &id).await?;
            Ok(Json(Entry::of(&kept)))
        }

        /// Takes over a file: all of it or nothing.
        #[utoipa::path(post, path = $import, tag = $tag, request_body = ImportRequest, responses(
            (status = 200, body = Imported),
        ))]
        pub async fn import(
            State(web): State<Web>,
            caller: Caller,
            Document(file): Document<ImportRequest>,
        ) -> Result<Json<Imported>, Failure> {
            let (actor, format) = (caller.actor(), file.format.into());
            let planned =
                take_over::<$item>(&web.appliance, &actor, format, &file.text, file.dry_run).await?;
            Ok(Imported::of(file.dry_run, planned))
        }

        /// All that are offered, as a file that can be imported again.
        #[utoipa::path(get, path = $export, tag = $tag, params(ExportQuery), responses(
            (status = 200, content((String = "application/toml"), (String = "text/csv"))),
        ))]
        pub async fn export(
            State(web): State<Web>,
            Asked(query): Asked<ExportQuery>,
        ) -> Result<Response, Failure> {
            let text = write::<$item>(&web.appliance, query.format.into()).await?;
            Ok(list_file($stem, query.format, text))
        }
    };
}
