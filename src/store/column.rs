//! How our values stand in columns. Reading what is not one of them is an error, never a guess.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::domain::access::{Email, LoginName, Role};
use crate::domain::id::{
    AccountId, ConfigurationId, DraftId, ExportId, JobId, ModelId, OperatorId, ProfileId, RouterId,
    SessionId, TemplateId, VoucherTypeId,
};
use crate::domain::moment::Moment;

macro_rules! numbers {
    ($($id:ty),*) => {$(
        impl ToSql for $id {
            fn to_sql(&self) -> Result<ToSqlOutput<'_>, rusqlite::Error> {
                Ok(self.get().into())
            }
        }

        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(<$id>::from_row)
            }
        }
    )*};
}

numbers!(
    AccountId,
    ConfigurationId,
    DraftId,
    ExportId,
    JobId,
    ModelId,
    OperatorId,
    ProfileId,
    RouterId,
    SessionId,
    TemplateId,
    VoucherTypeId
);

impl ToSql for Moment {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>, rusqlite::Error> {
        Ok(self.as_millis().into())
    }
}

impl FromSql for Moment {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Moment::from_millis)
    }
}

macro_rules! words {
    ($($word:ty),*) => {$(
        impl ToSql for $word {
            fn to_sql(&self) -> Result<ToSqlOutput<'_>, rusqlite::Error> {
                Ok(self.as_str().into())
            }
        }

        impl FromSql for $word {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value
                    .as_str()?
                    .parse()
                    .map_err(|error| FromSqlError::Other(Box::new(error)))
            }
        }
    )*};
}

words!(Email, LoginName, Role);
