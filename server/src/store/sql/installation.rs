//! The id of the installation.

use super::Sql;
use crate::store::database::error::StoreFuture;
use crate::store::installation::InstallationStore;
use sqlx::{query, query_scalar};

const READ: &str = "SELECT id FROM installation";

impl InstallationStore for Sql {
    fn installation(&self) -> StoreFuture<'_, Option<String>> {
        Box::pin(async move { Ok(query_scalar(READ).fetch_optional(&mut *self.reader().await?).await?) })
    }

    fn name_installation(&self, id: String) -> StoreFuture<'_, String> {
        Box::pin(self.writer.write(move |connection| {
            Box::pin(async move {
                let insert = "INSERT INTO installation (id) SELECT CAST($1 AS TEXT)
                    WHERE NOT EXISTS (SELECT 1 FROM installation)";
                query(insert).bind(id).execute(&mut *connection).await?;
                Ok(query_scalar(READ).fetch_one(connection).await?)
            })
        }))
    }
}
