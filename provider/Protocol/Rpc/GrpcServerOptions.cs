namespace ZeroTrust.Protocol.Rpc;

/// <summary>Settings of a <see cref="GrpcServer"/>.</summary>
public sealed record GrpcServerOptions
{
    /// <summary>Longest message, either way, that Pulumi sends or takes: 400 MiB.</summary>
    public const int PulumiMaxMessageBytes = 400 * 1024 * 1024;

    /// <summary>Port on 127.0.0.1. Default 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>Longest message, either way. Default 400 MiB.</summary>
    public int MaxMessageBytes { get; init; } = PulumiMaxMessageBytes;

    /// <summary>
    /// Turns an exception of a service into the answer; <see langword="null"/> from it, or none set: Unknown, without the exception's text,
    /// which might hold a secret. Not asked about <see cref="RpcException"/> and cancellation.
    /// </summary>
    public Func<Exception, CallContext, RpcException?>? MapError { get; init; }

    /// <summary>Clock of the deadlines.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
