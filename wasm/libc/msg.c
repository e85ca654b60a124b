/* System V message queues. */
#include <sys/msg.h>

#include "heapscope/system.h"

int msgget(key_t key, int flags) { return hs_result(hs_system_msgget(key, (uint32_t)flags)); }
int msgsnd(int id, const void *message, size_t size, int flags) {
  return hs_result(HS_CANCELLABLE(hs_system_msgsnd(id, message, size, (uint32_t)flags)));
}
ssize_t msgrcv(int id, void *message, size_t size, long type, int flags) {
  return hs_result(HS_CANCELLABLE(hs_system_msgrcv(id, message, size, type, (uint32_t)flags)));
}

int msgctl(int id, int command, struct msqid_ds *queue) {
  struct hs_message_queue words = {0};
  if (command == IPC_SET) words = (struct hs_message_queue){.mode = queue->msg_perm.mode, .most = queue->msg_qbytes};
  int result = hs_system_msgctl(id, command, &words);
  if (result == 0 && command == IPC_STAT) {
    *queue = (struct msqid_ds){.msg_qnum = words.count, .msg_cbytes = words.bytes, .msg_qbytes = words.most};
    queue->msg_lspid = (pid_t)words.last_sender;
    queue->msg_lrpid = (pid_t)words.last_receiver;
    queue->msg_perm = (struct ipc_perm){.mode = words.mode, .__key = words.key, .uid = 1000, .gid = 1000};
    queue->msg_perm.cuid = queue->msg_perm.cgid = 1000;
  }
  return hs_result(result);
}
