//! act-zero: methods that are called from afar.

use act_zero::{Actor, Addr, Produces, call, send};
use futures::channel::oneshot;
use futures::task::{FutureObj, Spawn, SpawnError};

use crate::executor::Executor;
use crate::work::{Work, check};

/// Its actors are spawned by whatever implements `Spawn`.
struct Spawner<E>(E);

impl<E: Executor> Spawn for Spawner<E> {
    fn spawn_obj(&self, task: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.0.spawn(task);
        Ok(())
    }
}

#[derive(Default)]
struct Player {
    other: Addr<Player>,
    caught: u32,
}

impl Actor for Player {}

impl Player {
    async fn meet(&mut self, other: Addr<Player>) {
        self.other = other;
    }

    async fn serve(&mut self, balls: u32, done: oneshot::Sender<()>) {
        self.throw(balls, done);
    }

    /// A function of its own: a future that sends itself cannot be seen to be `Send`.
    fn throw(&self, balls: u32, done: oneshot::Sender<()>) {
        send!(self.other.catch_ball(balls, done));
    }

    async fn catch_ball(&mut self, left: u32, done: oneshot::Sender<()>) {
        self.caught += 1;
        if left > 1 {
            self.throw(left - 1, done);
        } else {
            done.send(()).ok();
        }
    }

    async fn score(&mut self) -> act_zero::ActorResult<u32> {
        Produces::ok(std::mem::take(&mut self.caught))
    }
}

/// Two players and a ball.
pub fn ping_pong(executor: impl Executor) -> Work {
    let player = || {
        let player = Addr::new(&Spawner(executor), Player::default());
        player.unwrap_or_else(|error| panic!("no player: {error}"))
    };
    let players = [player(), player()];
    Box::new(move |size| {
        let [one, two] = players.clone();
        executor.drive(async move {
            let gone = |_| "a player is gone".to_owned();
            call!(one.meet(two.clone())).await.map_err(gone)?;
            call!(two.meet(one.clone())).await.map_err(gone)?;
            let (sender, done) = oneshot::channel();
            send!(one.serve(size, sender));
            done.await.map_err(gone)?;
            let caught =
                call!(one.score()).await.map_err(gone)? + call!(two.score()).await.map_err(gone)?;
            check("balls caught", caught, size)?;
            Ok(size)
        })
    })
}
