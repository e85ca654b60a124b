/* A value is read from a block after the block was freed. */
#include <stdio.h>
#include <stdlib.h>

struct player {
    int id;
    int score;
};

static struct player *new_player(int id)
{
    struct player *player = malloc(sizeof *player);
    if (player == NULL)
        exit(1);
    player->id = id;
    player->score = 10 * id;
    return player;
}

int main(void)
{
    struct player *winner = new_player(7);

    printf("player %d\n", winner->id);
    free(winner);
    int score = winner->score; /* too late */
    printf("the score was read from memory that is not ours: %s\n", score == 70 ? "still there" : "already gone");
    return 0;
}
