//! What the processes of a run ask.

use rehearsal::{Error, Outcome, StoreRequest, Str, Value};

use crate::{Reply, Request, SqliteKvStore, Write};

impl SqliteKvStore {
    /// Answers what processes have asked in a run, in the order in which they did. What is written is kept when this returns;
    /// it is one transaction, as far as it can be.
    ///
    /// ```
    /// use rehearsal::{Context, Error, Sim};
    /// use rehearsal_sqlite::{KvStore, SqliteKvStore};
    ///
    /// async fn greeter(ctx: Context) -> Result<(), Error> {
    ///     ctx.kv_store().set("greeting", "hello").await
    /// }
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("app.db");
    /// let mut store = SqliteKvStore::open(&path)?;
    /// let mut sim = Sim::new();
    /// sim.store(move |request| store.answer_run([request]).remove(0));
    /// sim.actor("app:greeter", greeter);
    /// sim.spawn("app:greeter", []);
    /// sim.run();
    /// assert_eq!(SqliteKvStore::open(&path)?.get::<String>("greeting")?, "hello");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn answer_run<'a>(
        &mut self,
        asked: impl IntoIterator<Item = &'a StoreRequest>,
    ) -> Vec<Outcome> {
        let asked: Vec<Result<Request, Error>> = asked.into_iter().map(request).collect();
        let requests: Vec<Request> = asked.iter().flatten().cloned().collect();
        let mut answers = self.answer(&requests).into_iter();
        let missing = || Err(Error::internal("the store has not answered"));
        let answer = |asked: Result<Request, Error>| {
            let answer = asked.and_then(|_| answers.next().unwrap_or_else(missing)).map(outcome);
            // In the page a run gets no more than that either.
            answer.map_err(|error| Error { details: None, ..error })
        };
        asked.into_iter().map(answer).collect()
    }
}

fn request(asked: &StoreRequest) -> Result<Request, Error> {
    Ok(match asked {
        StoreRequest::Get { key } => Request::Get(key.to_string()),
        StoreRequest::Set { key, json } => Request::Set(Write::of_json(key, json)?),
        StoreRequest::List { glob } => Request::List(glob.to_string()),
    })
}

fn outcome(reply: Reply) -> Value {
    match reply {
        Reply::Json(json) => Value::Str(Str::from(json)),
        Reply::Done => Value::Nil,
        Reply::Keys(keys) => Value::list(keys.into_iter().map(Value::from)),
    }
}
