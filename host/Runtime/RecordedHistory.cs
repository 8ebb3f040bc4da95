using System.Text.Json;
using Microsoft.DurableTask;

namespace Assessment.Host.Runtime;

/// <summary>The history of one execution outside of a store: a line of JSON per event, to be kept and replayed by the code of another day.</summary>
public static class RecordedHistory
{
    /// <summary>Stack traces are left out: they name the files of the machine that recorded.</summary>
    public static string Write(IEnumerable<HistoryEvent> history) => string.Concat(history
        .Select(happened => happened with { Failure = happened.Failure?.WithoutStackTrace() })
        .Select(happened => JsonSerializer.Serialize(happened, HistoryJson.Default.HistoryEvent) + "\n"));

    public static IReadOnlyList<HistoryEvent> Read(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryEvent)!),
    ];

    /// <summary>Runs today's code over the history; a <see cref="NonDeterminismException"/> says where it differs.</summary>
    public static void Replay(
        string instanceId, IReadOnlyList<HistoryEvent> history, DurableTaskRegistry tasks, IServiceProvider services, RuntimeOptions? options = null)
    {
        var started = history.First(happened => happened.Kind == EventKind.ExecutionStarted);
        var instance = new InstanceRecord(instanceId, started.Name!, 0, started.At)
        {
            Input = started.Data,
            Version = started.Version,
            Parent = started.Parent,
        };
        new Execution(instance, Orchestrators.Of(tasks, services), options ?? new()).Replay(history);
    }
}
