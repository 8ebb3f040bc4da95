using Microsoft.DurableTask;

namespace Assessment.Host.Runtime;

/// <summary>Something the orchestration started and that has not come back yet.</summary>
abstract class OpenTask(HistoryEvent action)
{
    public HistoryEvent Action { get; } = action;

    public abstract void Complete(HistoryEvent result, DataConverter converter);
}

sealed class OpenTask<T>(HistoryEvent action) : OpenTask(action)
{
    readonly TaskCompletionSource<T> source = new();

    public Task<T> Task => source.Task;

    public bool Cancel(CancellationToken cancellation) => source.TrySetCanceled(cancellation);

    public override void Complete(HistoryEvent result, DataConverter converter)
    {
        if (result.Failure is { } failure)
        {
            source.TrySetException(new TaskFailedException(Action.Name!, Action.Task!.Value, failure.ToDetails()));
        }
        else
        {
            source.Read(result.Data, converter);
        }
    }
}

static class Payload
{
    /// <summary>Completes with the value; a payload of another shape is the awaiting code's error, not the runtime's.</summary>
    public static void Read<T>(this TaskCompletionSource<T> source, string? data, DataConverter converter)
    {
        T? value;
        try
        {
            value = converter.Deserialize<T>(data);
        }
        catch (Exception exception)
        {
            source.TrySetException(exception);
            return;
        }

        source.TrySetResult(value!);
    }
}
