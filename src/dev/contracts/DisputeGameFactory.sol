// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

/// @title Where claims about the L2's state are posted on L1, each as a game that could be disputed
/// @notice Has the published factory's event and its way of making a game. Nobody disputes here: a game is an address without code.
contract DisputeGameFactory {
    event DisputeGameCreated(address indexed disputeProxy, uint32 indexed gameType, bytes32 indexed rootClaim);

    uint256 public gameCount;

    /// @param extraData the number of the L2 block that the claim is of, as one word
    function create(uint32 gameType, bytes32 rootClaim, bytes calldata extraData) external returns (address proxy) {
        proxy = address(uint160(uint256(keccak256(abi.encode(gameType, rootClaim, extraData, ++gameCount)))));
        emit DisputeGameCreated(proxy, gameType, rootClaim);
    }
}
