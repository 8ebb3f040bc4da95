using System.Globalization;

namespace Assessment.Host.Runtime;

/// <summary>What the runtime tells people, in one place.</summary>
static class Words
{
    public const string LeftItsThread =
        "An orchestration may await only what its context gives it: not Task.Run, Task.Delay, I/O or ConfigureAwait(false). Do such work in an activity.";

    public const string NothingMore = "nothing more in this turn";

    public static string AlreadyRuns(InstanceRecord running)
        => $"An orchestration with the id '{running.Id}' already exists and is {running.Status}.";

    public static string Action(HistoryEvent action) => action.Kind switch
    {
        EventKind.TaskScheduled => $"call of activity '{action.Name}'",
        EventKind.SubOrchestrationCreated => $"call of sub-orchestration '{action.Name}' as '{action.InstanceId}'",
        EventKind.TimerCreated => $"a timer for {Moment(action.Due!.Value)}",
        EventKind.TimerCanceled => $"cancelling of timer {action.Task}",
        EventKind.EventSent => $"sending of event '{action.Name}' to '{action.InstanceId}'",
        _ => action.Kind.ToString(),
    };

    public static string Ending(HistoryEvent? ending) => ending switch
    {
        null => "a wait for more",
        { Kind: EventKind.ContinuedAsNew } => "continuing as new",
        { Failure: { } failure } => $"a failure: {failure.Message}",
        _ => $"the end with the output {ending.Data ?? "null"}",
    };

    public static string Wait(HistoryEvent action) => action.Kind switch
    {
        EventKind.TaskScheduled => $"activity '{action.Name}'",
        EventKind.SubOrchestrationCreated => $"sub-orchestration '{action.Name}' ({action.InstanceId})",
        _ => Action(action),
    };

    public static string Moment(DateTimeOffset moment)
        => moment.UtcDateTime.ToString(moment.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss'Z'" : "yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
