//! ractor: actors after Erlang's, with supervision. It brings an executor of its own.

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, call};

use crate::executor::{Executor, SpawnLocal};
use crate::work::{Done, Work, check};

struct Child;

enum Ask {
    Answer(u32, RpcReplyPort<u32>),
}

impl Actor for Child {
    type Msg = Ask;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _myself: ActorRef<Ask>, (): ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<Ask>,
        Ask::Answer(number, reply): Ask,
        _state: &mut (),
    ) -> Result<(), ActorProcessingErr> {
        reply.send(number)?;
        myself.stop(None);
        Ok(())
    }
}

/// One child after the other, each of which answers once and ends.
pub fn spawn() -> Work {
    Box::new(|size| SpawnLocal.drive(children(size)))
}

async fn children(count: u32) -> Done {
    let mut sum = 0;
    let mut last = None;
    for number in 0..count {
        let (child, ended) = Actor::spawn(None, Child, ()).await.map_err(|e| e.to_string())?;
        let answer = call!(child, Ask::Answer, number).map_err(|e| e.to_string())?;
        sum += u64::from(answer);
        last = Some(ended);
    }
    if let Some(last) = last {
        last.await.map_err(|e| e.to_string())?;
    }
    check("the sum of the answers", sum, (0..u64::from(count)).sum())?;
    Ok(count)
}
