using System.Runtime.CompilerServices;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Assessment.Host.Runtime;

/// <summary>The SDK's client on the local runtime; every call is committed when it returns.</summary>
sealed class RuntimeClient(DurableRuntime runtime, DataConverter converter) : DurableTaskClient("local")
{
    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
        => Now(() => runtime.Start(orchestratorName, converter.Serialize(input), options), cancellation);

    /// <summary>An event for an instance that does not exist is dropped, as everywhere.</summary>
    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
        => Now(() => runtime.Send(instanceId, now => new(EventKind.EventRaised, now)
        {
            Name = eventName,
            Data = converter.Serialize(eventPayload),
        }), cancellation);

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Describe(
            await runtime.WaitFor(instanceId, record => record.Status != OrchestrationRuntimeStatus.Pending, cancellation),
            getInputsAndOutputs);

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Describe(await runtime.WaitFor(instanceId, record => record.IsFinished, cancellation), getInputsAndOutputs);

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
        => Order(instanceId, now => new(EventKind.ExecutionTerminated, now)
        {
            Data = converter.Serialize(options?.Output),
            Recursive = options?.Recursive == true ? true : null,
        }, cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => Order(instanceId, now => new(EventKind.ExecutionSuspended, now) { Data = reason }, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => Order(instanceId, now => new(EventKind.ExecutionResumed, now) { Data = reason }, cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        => Now(() => runtime.Find(instanceId) is { } record ? Describe(record, getInputsAndOutputs) : null, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
        => new InstancePages(this, filter ?? new());

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
        => Now(() => new PurgeResult(runtime.Purge(instanceId, options?.Recursive == true)), cancellation);

    public override Task<IList<DurableTask.Core.History.HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default)
        => Now(
            () => runtime.Find(instanceId) is null
                ? throw new ArgumentException($"There is no instance '{instanceId}'.", nameof(instanceId))
                : HistoryEvents.Of(runtime.History(instanceId)),
            cancellation);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    Task<bool> Order(string instanceId, Func<DateTimeOffset, HistoryEvent> order, CancellationToken cancellation) => Now(
        () => runtime.Send(instanceId, order)
            ? true
            : throw new ArgumentException($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId)),
        cancellation);

    // Like the SDK's own calls, a refusal is in the task, not thrown before there is one.
    static async Task<T> Now<T>(Func<T> call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await Task.FromResult(call());
    }

    OrchestrationMetadata Describe(InstanceRecord record, bool full) => new(record.Name, record.Id)
    {
        DataConverter = full ? converter : null,
        RuntimeStatus = record.Status,
        CreatedAt = record.CreatedAt,
        LastUpdatedAt = record.UpdatedAt,
        SerializedInput = full ? record.Input : null,
        SerializedOutput = full ? record.Output : null,
        SerializedCustomStatus = full ? record.CustomStatus : null,
        FailureDetails = record.Failure?.ToDetails(),
    };

    static bool Matches(InstanceRecord record, OrchestrationQuery query, List<OrchestrationRuntimeStatus>? statuses) =>
        (query.CreatedFrom is null || record.CreatedAt >= query.CreatedFrom)
        && (query.CreatedTo is null || record.CreatedAt <= query.CreatedTo)
        && (statuses is null || statuses.Contains(record.Status))
        && (query.InstanceIdPrefix is null || record.Id.StartsWith(query.InstanceIdPrefix, StringComparison.Ordinal));

    /// <summary>Pages in the order of ids; a page continues after the last id of the page before.</summary>
    sealed class InstancePages(RuntimeClient client, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
    {
        public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = default, int? pageSizeHint = default)
            => Pages(continuationToken ?? query.ContinuationToken, pageSizeHint ?? query.PageSize);

        async IAsyncEnumerable<Page<OrchestrationMetadata>> Pages(
            string? after, int size, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            do
            {
                cancellation.ThrowIfCancellationRequested();
                var page = await Task.FromResult(Next(after, size));
                after = page.ContinuationToken;
                yield return page;
            }
            while (after is not null);
        }

        Page<OrchestrationMetadata> Next(string? after, int size)
        {
            var statuses = query.Statuses?.ToList();
            var found = client.Find(record => Matches(record, query, statuses)
                && (after is null || string.CompareOrdinal(record.Id, after) > 0));
            var values = found.Take(size).Select(record => client.Describe(record, query.FetchInputsAndOutputs)).ToList();
            return new(values, found.Count > size ? values[^1].InstanceId : null);
        }
    }

    IReadOnlyList<InstanceRecord> Find(Func<InstanceRecord, bool> filter) => runtime.Find(filter);
}
