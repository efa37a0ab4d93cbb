// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {
    MessagingFee,
    MessagingParams,
    MessagingReceipt,
    Origin
} from "@layerzerolabs/lz-evm-protocol-v2/contracts/interfaces/ILayerZeroEndpointV2.sol";
import {ILayerZeroReceiver} from "@layerzerolabs/lz-evm-protocol-v2/contracts/interfaces/ILayerZeroReceiver.sol";

/// @title A stand-in for LayerZero's endpoint and the network behind it
/// @notice Of the endpoint's interface it has what an OFT calls. Messages are free, and one account carries them: what is shown here are
/// the tokens at both ends, not the security between.
contract MessageEndpoint {
    error NotTheMessenger();
    error DeliveredAlready();
    error NotOfThisPath();

    address public immutable messenger;
    uint32 public immutable eid;
    mapping(address sender => mapping(uint32 dstEid => mapping(bytes32 receiver => uint64))) public outboundNonce;
    mapping(address oapp => address) public delegates;
    mapping(bytes32 guid => bool) public isDelivered;

    constructor(address messenger_, uint32 eid_) {
        messenger = messenger_;
        eid = eid_;
    }

    function setDelegate(address delegate) external {
        delegates[msg.sender] = delegate;
    }

    function quote(MessagingParams calldata, address) external pure returns (MessagingFee memory) {
        return MessagingFee(0, 0);
    }

    function send(MessagingParams calldata params, address) external payable returns (MessagingReceipt memory) {
        uint64 nonce = ++outboundNonce[msg.sender][params.dstEid][params.receiver];
        bytes32 guid = _guidOf(Origin(eid, _wide(msg.sender), nonce), params.dstEid, params.receiver);
        return MessagingReceipt(guid, nonce, MessagingFee(0, 0));
    }

    function deliver(Origin calldata origin, address receiver, bytes32 guid, bytes calldata message) external {
        if (msg.sender != messenger) revert NotTheMessenger();
        if (guid != _guidOf(origin, eid, _wide(receiver))) revert NotOfThisPath();
        if (isDelivered[guid]) revert DeliveredAlready();
        isDelivered[guid] = true;
        ILayerZeroReceiver(receiver).lzReceive(origin, guid, message, msg.sender, "");
    }

    function _guidOf(Origin memory origin, uint32 dstEid, bytes32 receiver) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(origin.nonce, origin.srcEid, origin.sender, dstEid, receiver));
    }

    function _wide(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}
