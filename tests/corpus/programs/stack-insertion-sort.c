/* expect: stack-buffer-overflow 8, stack-buffer-overflow 10 */
/* oracle: memcheck goes on with the value from beyond the array and finds it undefined on line 9 */
#include <stdio.h>

void insertionSort(int arr[], int n)
{
    for (int i = 1; i <= n; i++) {
        int key = arr[i], j = i - 1;
        while (j >= 0 && arr[j] > key) {
            arr[j + 1] = arr[j];
            j = j - 1;
        }
        arr[j + 1] = key;
    }
}

int main()
{
    int arr[] = {12, 11, 13, 5, 6};
    insertionSort(arr, sizeof(arr) / sizeof(arr[0]));
    return 0;
}
